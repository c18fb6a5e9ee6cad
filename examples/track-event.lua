-- An event: something a customer did outside of a cart, and what a rule makes of it.

if sandbox.available then
  sandbox.attribute { entity = "Event", eventType = "newsletter", name = "topic", type = "string" }
  sandbox.campaign {
    name = "Newsletter",
    rules = {
      {
        title = "Thank the reader",
        condition = { "and", { "=", { ".", "Event", "Type" }, "newsletter" } },
        effects = { { "notification", "Welcome", { body = "Thank you for reading" } } },
      },
    },
  }
end

local answer = talon.events.track(
  { profileId = "ada", type = "newsletter", attributes = { topic = "kettles" }, responseContent = { "event" } },
  { silent = "no" })
print(answer.event.type, answer.event.attributes.topic)
for _, effect in ipairs(answer.effects) do print(effect.effectType, effect.props.title) end

-- Without silent = "no" the service keeps its answer to itself, which is quicker.
print(talon.events.track { profileId = "ada", type = "newsletter", attributes = { topic = "cups" } })

--[[ prints
newsletter	kettles
showNotification	Welcome
true
]]
