-- Part of Perch. SPDX-License-Identifier: Apache-2.0
-- What scripts have of plugins: modules for `require`. Their functions run in the plugin; values are copied on the way.

local host = ...

local ipairs, pairs = ipairs, pairs

local function proxy(name)
  local module = host.plugin_module(name)
  if not module then return nil end
  local result = module.values
  for _, inner in ipairs(module.functions) do
    result[inner] = function(...) return host.plugin_call(name, inner, ...) end
  end
  return result
end

setmetatable(package.preload, {
  __index = function(_, name)
    local module = proxy(name)
    return module and function() return module end
  end,
})

-- The REPL asks for helpers; elsewhere there are none.
for _, name in ipairs(host.plugin_helpers and host.plugin_helpers() or {}) do
  if _G[name] == nil then
    _G[name] = function(...) return host.plugin_help(name, ...) end
  end
end
