"""Sets up a shop on `perch serve` with the official Python SDK, as a team would, through every operation of the Management API.

    perch ops --management --json | management.py ADDRESS MANAGEMENT_KEY API_KEY

The server must be new. Each answer must parse into the model of the SDK, which is strict about types, and must have no field
that the model does not know. The operations that the SDK does not have are called through its client, with the models that
it has. What was set up must then count when the shop sells. Exits with 1 when something is wrong, or when an operation was
not called.
"""

import csv
import io
import json
import sys
from datetime import datetime, timedelta, timezone
from types import SimpleNamespace

from client import Client, expect, lost, plain, tell
from talon_one.api.integration_api import IntegrationApi
from talon_one.api.management_api import ManagementApi
from talon_one.exceptions import ApiException, BadRequestException, ConflictException, NotFoundException
from talon_one.exceptions import UnauthorizedException
from talon_one.models import *  # noqa: F403: the models of all requests

# What `perch serve` answers and this version of the SDK does not know, because the API has it only since later.
NEWER = (".reevaluateOnReturn",)

# What the SDK does not have: the model of each good answer.
WITHOUT_FUNCTION = {
    "createApplication": {"201": "Application"},
    "updateApplication": {"200": "Application"},
    "listApplicationCartItemFilters": {"200": "object"},
    "getApplicationCartItemFilterExpression": {"200": "ApplicationCIFExpression"},
    "loadBundle": {"201": "object"},
    "createCampaign": {"201": "Campaign"},
    "createRuleset": {"201": "Ruleset"},
    "getRulesetV2": {"200": "object"},
    "updateRuleset": {"200": "Ruleset"},
    "deleteRuleset": {},
    # What the SDK calls a CampaignSet has nothing of what stands in its groups.
    "getCampaignSet": {"200": "object"},
    "updateCampaignSet": {"200": "object"},
    "createCampaignEvaluationGroup": {"201": "CampaignEvaluationGroup"},
    "deleteCampaignEvaluationGroup": {},
    "createCampaignTemplate": {"201": "CampaignTemplate"},
    "getCoupons": {"200": "CreateCoupons200Response"},
    "getCustomEffects": {"200": "object"},
    "createCustomEffect": {"201": "CustomEffect"},
    "getCustomEffect": {"200": "CustomEffect"},
    "updateCustomEffect": {"200": "CustomEffect"},
    "createWebhook": {"201": "Webhook"},
    "updateWebhook": {"200": "Webhook"},
    "createLoyaltyProgram": {"201": "LoyaltyProgram"},
    "updateLoyaltyProgram": {"200": "LoyaltyProgram"},
    "importLoyaltyJoinDates": {"200": "ModelImport"},
    "exportLoyaltyJoinDates": {"200": "str"},
    "getGiveawaysPools": {"200": "object"},
    "createGiveawaysPool": {"201": "GiveawaysPool"},
    "createAchievementV2": {"201": "object"},
    "createCatalog": {"201": "Catalog"},
    "priceHistory": {"200": "object"},
}

# What is answered with 501, and why.
UNANSWERED = {
    "getCampaignGroups": "groups of campaigns only order them in the Campaign Manager",
    "getCampaignGroup": "groups of campaigns only order them in the Campaign Manager",
    "generateCouponRejections": "the service words its answers with a language model",
    "listCampaignStoreBudgetLimits": "budgets of single stores are not counted",
    "createCampaignStoreBudget": "budgets of single stores are not counted",
    "deleteCampaignStoreBudgets": "budgets of single stores are not counted",
    "summarizeCampaignStoreBudget": "budgets of single stores are not counted",
    "importCampaignStoreBudget": "budgets of single stores are not counted",
    "exportCampaignStoreBudgets": "budgets of single stores are not counted",
    "importLoyaltyCustomersTiers": "tiers follow from points, and cannot be set",
    "importLoyaltyJoinDates": "the date of joining follows from what a customer does",
}

NOW = datetime.now(timezone.utc)
YEAR = timedelta(days=365)
made = SimpleNamespace()


def rows(text):
    """The rows of a file, by the names of its columns."""
    return list(csv.DictReader(io.StringIO(text)))


def only(page, name):
    """The entries of a page with a name."""
    return [entry for entry in page.data if entry.name == name]


def entries(page, model):
    """The entries of a page that the SDK has no model for."""
    parsed = [model.from_dict(entry) for entry in page["data"]]
    expect(not list(lost(page["data"], plain(parsed))), page)
    return parsed


# MARK: - What a team sets up


def comes_in(address, key, call):
    """Whoever has a key, or the token of a login, comes in; others do not."""
    call.refused(UnauthorizedException, "createSession", LoginParams(email="ada@example.com", password="wrong"))
    token = call("createSession", LoginParams(email="ada@example.com", password=key)).token
    for scheme, prefix, secret in (
        ("management_key", "ManagementKey-v1", "0" * 32), ("manager_auth", "Bearer", "0" * 32),
        ("api_key_v1", "ApiKey-v1", key),
    ):
        stranger = Client(ManagementApi, address, scheme, prefix, secret, call.operations.values(), WITHOUT_FUNCTION)
        error = stranger.refused(UnauthorizedException, "getApplications")
        expect(json.loads(error.body)["StatusCode"] == 401, error.body)
    ada = Client(ManagementApi, address, "manager_auth", "Bearer", token, call.operations.values(), WITHOUT_FUNCTION)
    expect(ada("getApplications").data[0].id == 1, "there is no first Application")
    ada("destroySession")
    ada.refused(UnauthorizedException, "getApplications")
    call.called.update(ada.called)


def opens_a_shop(call):
    shop = call("createApplication", body={
        "name": "Shoes", "description": "A shop for shoes", "timezone": "Europe/Berlin", "currency": "EUR",
        "caseSensitivity": "insensitive-uppercase", "limits": [{"action": "setDiscount", "limit": 1000, "entities": ["Session"]}]})
    made.shop = shop.id
    changed = call("updateApplication", made.shop, body={
        "name": "Shoe shop", "timezone": "Europe/Berlin", "currency": "EUR", "defaultDiscountScope": "cartItems",
        "enableCascadingDiscounts": False, "enableFlattenedCartItems": False})
    expect(changed.name == "Shoe shop", changed)
    found = call("getApplication", made.shop)
    expect(found.case_sensitivity == "insensitive-uppercase" and found.default_discount_scope == "cartItems", found)
    listed = call("getApplications", page_size=10, sort="-id")
    expect([one.id for one in listed.data][0] == made.shop and listed.total_result_size == 2, listed)
    call.refused(BadRequestException, "createApplication", body={"name": "", "timezone": "Nowhere/City", "currency": "EUR"})
    call.refused(NotFoundException, "getApplication", 99)


def declares_attributes(call):
    def attribute(entity, name, type="string", **fields):
        return NewAttribute(
            entity=entity, name=name, title=name, type=type, description="", suggestions=fields.pop("suggestions", []),
            editable=True, **fields)

    level = call("createAttribute", attribute("CustomerProfile", "Level", suggestions=["silver", "gold"]))
    call("createAttribute", attribute("Campaign", "Season"))
    call("createAttribute", attribute("Coupon", "Partner", subscribed_applications_ids=[made.shop]))
    call("createAttribute", attribute("Referral", "Partner"))
    call("createAttribute", attribute("Store", "Region"))
    call("createAttribute", attribute("Event", "Stars", "number", event_type="shoes_reviewed"))
    size = call("createAttribute", attribute("CartItem", "Size", "number", has_allowed_list=True))
    expect(call("importAllowedList", size.id, up_file="item\n36\n37.5\n").amount == 2, "not two sizes")
    call("updateAttribute", level.id, attribute("CustomerProfile", "Level", suggestions=["silver", "gold", "black"]))
    expect(call("getAttribute", level.id).suggestions == ["silver", "gold", "black"], "the suggestions did not change")
    expect([one.name for one in call("getAttributes", entity="Coupon").data] == ["Partner"], "not the coupon's attributes")
    call("getAttributes", page_size=3, sort="name", type="string", search="Part")
    call.refused(ConflictException, "createAttribute", attribute("CustomerProfile", "Level"))
    call.refused(NotFoundException, "getAttribute", 99)
    expect("shoes_reviewed" in call("getApplicationEventTypes", made.shop).data, "the type of events is not there")
    expect(only(call("getEventTypes", name="shoes_reviewed", sort="name"), "shoes_reviewed"), "the type of events is not listed")

    cost = call("createAdditionalCost", NewAdditionalCost(
        name="shipping", title="Shipping", description="", type="session", subscribed_applications_ids=[made.shop]))
    call("updateAdditionalCost", cost.id, NewAdditionalCost(
        name="shipping", title="Shipping and handling", description="Both", type="both"))
    expect(call("getAdditionalCost", cost.id).title == "Shipping and handling", "the cost did not change")
    expect(call("getAdditionalCosts", sort="-name").data[0].name == "shipping", "the cost is not listed")


def opens_stores(call):
    berlin = call("createStore", made.shop, NewStore(
        name="Berlin", description="Near the station", integration_id="berlin", attributes={"Region": "east"}))
    bonn = call("createStore", made.shop, NewStore(name="Bonn", description="", integration_id="bonn"))
    made.store = berlin.id
    call("updateStore", made.shop, str(berlin.id), NewStore(
        name="Berlin Mitte", description="Near the station", integration_id="berlin", attributes={"Region": "north"}))
    expect(call("getStore", made.shop, str(berlin.id)).attributes == {"Region": "north"}, "the store did not change")
    expect(call("listStores", made.shop, with_total_result_size=True).total_result_size == 2, "not two stores")
    expect(call("listStores", made.shop, name="Mitte").data[0].id == berlin.id, "Berlin is not found")
    call("deleteStore", made.shop, str(bonn.id))
    call.refused(NotFoundException, "getStore", made.shop, str(bonn.id))
    call.refused(ConflictException, "createStore", made.shop, NewStore(name="B", description="", integration_id="berlin"))


def declares_effects(call):
    effect = call("createCustomEffect", body={
        "applicationIds": [made.shop], "name": "print_label", "title": "Print a label", "payload": "{}", "enabled": True,
        "params": [{"type": "string", "title": "Text", "key": "text", "ui": {}}]})
    call("updateCustomEffect", effect.id, body={
        "applicationIds": [made.shop], "name": "print_label", "title": "Print labels", "payload": "{}", "enabled": True})
    expect(call("getCustomEffect", effect.id).title == "Print labels", "the effect did not change")
    expect(len(entries(call("getCustomEffects", query={"pageSize": 5}), CustomEffect)) == 1, "the effect is not listed")

    webhook = {
        "applicationIds": [made.shop], "title": "Tell the warehouse", "draft": False, "verb": "POST",
        "url": "https://warehouse.example.com", "headers": ["Content-Type: application/json"], "payload": "{}", "params": [],
        "enabled": True}
    hook = call("createWebhook", body=webhook)
    call("updateWebhook", hook.id, body={**webhook, "verb": "PUT"})
    expect(call("getWebhook", hook.id).verb == "PUT", "the webhook did not change")
    expect(call("getWebhooks", title="warehouse").data[0].id == hook.id, "the webhook is not found")
    call("getWebhooks", application_ids=str(made.shop), sort="title")


def starts_loyalty_programs(call):
    program = {
        "name": "steps", "title": "Steps", "description": "", "timezone": "Europe/Berlin", "defaultValidity": "1Y",
        "defaultPending": "immediate", "allowSubledger": True, "sandbox": False, "cardBased": False,
        "subscribedApplications": [made.shop], "programJoinPolicy": "points_earned", "returnPolicy": "unlimited",
        "tiersExpirationPolicy": "tier_start_date", "tiersExpireIn": "1Y", "tiersDowngradePolicy": "one_down",
        "tiers": [{"name": "walker", "minPoints": 0}, {"name": "runner", "minPoints": 100}]}
    steps = call("createLoyaltyProgram", body=program)
    made.program = steps.id
    cards = call("createLoyaltyProgram", body={
        **{key: value for key, value in program.items() if not key.startswith("tier") and key != "programJoinPolicy"},
        "name": "cards", "title": "Cards", "cardBased": True, "usersPerCardLimit": 2,
        "cardCodeSettings": {"validCharacters": ["1", "2", "3"], "couponPattern": "CARD-########"}})
    made.cards = cards.id
    changed = call("updateLoyaltyProgram", made.program, body={"title": "Steps and miles", "description": "Walk with us"})
    expect(changed.title == "Steps and miles" and len(changed.tiers) == 2, changed)
    expect(call("getLoyaltyProgram", made.program).name == "steps", "the program is not there")
    expect(len(call("getLoyaltyPrograms").data) == 2, "not two programs")
    call.refused(ConflictException, "createLoyaltyProgram", body=program)
    call.refused(NotFoundException, "getLoyaltyProgram", 99)


def gives_away(call):
    pool = call("createGiveawaysPool", body={
        "name": "Tickets", "description": "For the zoo", "sandbox": False, "subscribedApplicationsIds": [made.shop]})
    expect(call("importPoolGiveaways", pool.id, up_file="code\nZOO-1\nZOO-2\n").amount == 2, "not two codes")
    made.pool = pool.id
    expect(entries(call("getGiveawaysPools"), GiveawaysPool)[0].name == "Tickets", "the pool is not listed")
    codes = rows(call("exportPoolGiveaways", made.pool, created_before=NOW + YEAR))
    expect([row["code"] for row in codes] == ["ZOO-1", "ZOO-2"], codes)


def fills_a_catalog(call):
    catalog = call("createCatalog", body={
        "name": "Shoes", "description": "All of them", "subscribedApplicationsIds": [made.shop]})
    made.catalog = catalog.id
    for price in (80, 60):
        made.sells("syncCatalog", catalog.id, CatalogSyncRequest(actions=[{"type": "ADD", "payload": {
            "sku": "BOOT", "price": price, "replaceIfExists": True, "attributes": {"Size": 37.5}, "product": {"name": "Boots"}}}]))
    items = call("listCatalogItems", catalog.id, sku=["BOOT"], with_total_result_size=True)
    expect(items.total_result_size == 1 and items.data[0].price == 60, items)
    expect(not call("listCatalogItems", catalog.id, product_names=["Hats"]).data, "there are hats")
    history = call("priceHistory", made.shop, body={
        "sku": "BOOT", "startDate": (NOW - YEAR).isoformat(), "endDate": (NOW + YEAR).isoformat()})
    expect([entry["price"] for entry in history["history"]] == [80, 60], history)


def plans_campaigns(call):
    campaign = {
        "name": "Summer", "description": "", "state": "enabled", "tags": ["summer"], "attributes": {"Season": "summer"},
        "features": ["coupons", "referrals", "loyalty", "giveaways", "achievements"],
        "couponSettings": {"validCharacters": ["A", "B"], "couponPattern": "SUMMER-####"},
        "referralSettings": {"validCharacters": ["A", "B"], "couponPattern": "FRIEND-########"},
        "limits": [{"action": "redeemCoupon", "limit": 100, "entities": ["Profile"], "period": "daily"}],
        "startTime": (NOW - YEAR).isoformat(), "endTime": (NOW + YEAR).isoformat()}
    made.campaign = call("createCampaign", made.shop, body=campaign).id
    draft = call("createCampaign", made.shop, body={**campaign, "name": "Draft", "state": "disabled", "tags": []}).id
    rules = {
        "rules": [{
            "title": "Ten off", "condition": ["and", ["couponValid"]],
            "effects": [["setDiscount", "Ten off", 10], ["addLoyaltyPoints", made.program, "", "Thanks", 10],
                        ["awardGiveaway", made.pool], ["!", "print_label", "fragile"]],
        }], "bindings": []}
    first = call("createRuleset", made.shop, made.campaign, body={**rules, "activate": True})
    second = call("createRuleset", made.shop, made.campaign, body=rules)
    rules["rules"][0]["condition"].append(
        ["exists", [".", "Session", "CartItems"], [["Item"], ["inCollection", [".", "Item", "Sku"], "skus"]]])
    rules["rules"].append({
        "title": "A friend", "condition": ["and", ["referralValid"]], "effects": [["setDiscount", "A friend", 5]]})
    call("updateRuleset", made.shop, made.campaign, second.id, body=rules)
    expect(len(call("getRuleset", made.shop, made.campaign, second.id).rules) == 2, "the ruleset did not change")
    expect(call("getRulesets", made.shop, made.campaign).total_result_size == 2, "not two rulesets")
    changed = call("updateCampaign", made.shop, made.campaign, UpdateCampaign(
        name="Summer sale", tags=["summer", "sale"], features=campaign["features"], state="enabled",
        active_ruleset_id=second.id, attributes={"Season": "summer"}, coupon_settings=campaign["couponSettings"],
        referral_settings=campaign["referralSettings"],
        limits=[LimitConfig(action="redeemCoupon", limit=100, entities=["Profile"], period="daily")]))
    expect(changed.active_ruleset_id == second.id and changed.tags == ["summer", "sale"], changed)
    call("deleteRuleset", made.shop, made.campaign, first.id)
    call.refused(NotFoundException, "getRuleset", made.shop, made.campaign, first.id)

    copies = call("copyCampaignToApplications", made.shop, made.campaign, CampaignCopy(
        name="Winter sale", application_ids=[1, made.shop], tags=["winter"]))
    expect([copy.application_id for copy in copies.data] == [1, made.shop], copies)
    listed = call("getCampaigns", made.shop, name="sale", tags="winter", sort="-created", page_size=5)
    expect([one.name for one in listed.data] == ["Winter sale"], listed)
    call("getCampaigns", made.shop, created_after=NOW - YEAR, start_before=NOW, end_after=NOW, campaign_state="running")
    found = call("getCampaignByAttributes", made.shop, CampaignSearch(attributes={"Season": "summer"}), sort="name")
    expect([one.name for one in found.data][:2] == ["Draft", "Summer sale"], found)
    expect(call("getCampaign", made.shop, made.campaign).name == "Summer sale", "the campaign is not there")
    call("deleteCampaign", made.shop, draft)
    call.refused(NotFoundException, "getCampaign", made.shop, draft)
    call.refused(BadRequestException, "updateCampaign", made.shop, made.campaign, UpdateCampaign(
        name="S", tags=[], features=[], limits=[], attributes={"Unheard": 1}))


def orders_campaigns(call):
    tree = call("getCampaignSet", made.shop)
    group = call("createCampaignEvaluationGroup", made.shop, tree["version"], body={
        "name": "The best", "parentId": tree["set"]["groupId"], "evaluationMode": "highestDiscount",
        "evaluationScope": "session", "locked": False})
    tree = call("getCampaignSet", made.shop)
    expect(any(one.get("groupId") == group.id for one in tree["set"]["elements"]), tree)
    tree["set"].update(evaluationMode="listOrder", operator="FIRST")
    changed = call("updateCampaignSet", made.shop, body=tree)
    expect(changed["set"]["evaluationMode"] == "listOrder", changed)
    call.refused(ConflictException, "updateCampaignSet", made.shop, body=tree)
    changed["set"].update(evaluationMode="stackable", operator="ALL")
    changed = call("updateCampaignSet", made.shop, body=changed)
    call("deleteCampaignEvaluationGroup", made.shop, changed["version"], group.id)


def uses_templates(call):
    template = call("createCampaignTemplate", body={
        "name": "Percent", "description": "Some of it off", "instructions": "Say how much", "state": "enabled",
        "campaignType": "advanced", "features": ["coupons"], "tags": ["percent"],
        "templateParams": [{"name": "Amount", "type": "number", "description": "How much"}],
        "campaignCollections": [{"name": "skus"}],
        "limits": [{"action": "redeemCoupon", "limit": 10, "entities": []}],
        "couponSettings": {"validCharacters": ["A"], "couponPattern": "PERCENT-##"},
        "ruleset": {
            "rules": [{"title": "Off", "condition": ["and", ["couponValid"]], "effects": [["setDiscount", "Off", [".", "Amount"]]]}],
            "bindings": [{"name": "Amount", "type": "templateParameter", "expression": ["identity", 1]}]}})
    expect(only(call("getCampaignTemplates", name="Perc", state="enabled", tags="percent"), "Percent"), "no template")
    made_of_it = call("createCampaignFromTemplate", made.shop, CreateTemplateCampaign(
        name="Seven off", template_id=template.id, tags=["seven"],
        template_param_values=[Binding(name="Amount", expression=["identity", 7])],
        limit_overrides=[LimitConfig(action="redeemCoupon", limit=5, entities=[])]))
    expect(made_of_it.campaign.template_id == template.id and made_of_it.ruleset.bindings[0].name == "Amount", made_of_it)
    listed = call("getCampaigns", made.shop, template_id=template.id)
    expect([one.id for one in listed.data] == [made_of_it.campaign.id], listed)
    call.refused(BadRequestException, "createCampaignFromTemplate", made.shop, CreateTemplateCampaign(
        name="How much?", template_id=template.id))


def collects(call):
    skus = call("createCollection", made.shop, made.campaign, NewCampaignCollection(name="skus"))
    call("importCollection", made.shop, made.campaign, skus.id, up_file="item\nBOOT\nSANDAL\n")
    call("updateCollection", made.shop, made.campaign, skus.id, UpdateCampaignCollection(description="What is on sale"))
    expect(call("getCollection", made.shop, made.campaign, skus.id).description == "What is on sale", "it did not change")
    expect(rows(call("exportCollectionItems", made.shop, made.campaign, skus.id)) == [{"item": "BOOT"}, {"item": "SANDAL"}],
           "not the items")
    expect(only(call("listCollections", made.shop, made.campaign, name="sku", with_total_result_size=True), "skus"), "no skus")
    expect(only(call("listCollectionsInApplication", made.shop, sort="name"), "skus"), "no skus in the Application")
    gone = call("createCollection", made.shop, made.campaign, NewCampaignCollection(name="gone", description="Soon"))
    call("deleteCollection", made.shop, made.campaign, gone.id)
    call.refused(NotFoundException, "getCollection", made.shop, made.campaign, gone.id)

    people = call("createAccountCollection", NewCollection(name="testers", subscribed_applications_ids=[made.shop]))
    call("importAccountCollection", people.id, up_file="item\nada\ngrace\n")
    call("updateAccountCollection", people.id, UpdateCollection(
        description="Those who try things", subscribed_applications_ids=[made.shop]))
    expect(call("getAccountCollection", people.id).description == "Those who try things", "it did not change")
    expect(call("getCollectionItems", people.id, page_size=1).has_more, "there is but one tester")
    expect(rows(call("exportAccountCollectionItems", people.id))[1] == {"item": "grace"}, "Grace is no tester")
    expect(call("listAccountCollections", with_total_result_size=True, name="test").total_result_size == 1, "no testers")
    call.refused(ConflictException, "createAccountCollection", NewCollection(name="testers"))
    call("deleteAccountCollection", people.id)
    call.refused(NotFoundException, "getAccountCollection", people.id)


def links_stores(call):
    call("importCampaignStores", made.shop, made.campaign, up_file="store_integration_id\nberlin\n")
    expect(rows(call("exportCampaignStores", made.shop, made.campaign)) == [{"store_integration_id": "berlin"}], "not linked")
    expect(call("listStores", made.shop, campaign_id=made.campaign).data[0].id == made.store, "the link is not listed")
    call("getCampaigns", made.shop, store_id=made.store)
    call("disconnectCampaignStores", made.shop, made.campaign)
    expect(not rows(call("exportCampaignStores", made.shop, made.campaign)), "still linked")


def issues_coupons(call):
    place = (made.shop, made.campaign)
    call("createCoupons", *place, NewCoupons(usage_limit=1, number_of_coupons=3))
    expect(call.status == 204, call.status)
    batch = call("createCoupons", *place, NewCoupons(
        usage_limit=2, number_of_coupons=2, coupon_pattern="BATCH-####", valid_characters=["X", "Y"], discount_limit=50,
        reservation_limit=1, attributes={"Partner": "press"}, start_date=NOW - YEAR, expiry_date=NOW + YEAR,
        limits=[LimitConfig(action="redeemCoupon", limit=1, entities=["Profile"])]), silent="no")
    expect(batch.total_result_size == 2 and batch.data[0].batch_id == batch.data[1].batch_id, batch)
    mine = call("createCoupons", *place, NewCoupons(
        usage_limit=1, number_of_coupons=1, coupon_pattern="FORADA", recipient_integration_id="ada"), silent="no").data[0]
    each = call("createCouponsForMultipleRecipients", *place, NewCouponsForMultipleRecipients(
        usage_limit=1, recipients_integration_ids=["grace", "edsger"], coupon_pattern="EACH-####", valid_characters=["Y", "Z"]),
        silent="no")
    expect({one.recipient_integration_id for one in each.data} == {"grace", "edsger"}, each)
    job = call("createCouponsAsync", *place, NewCouponCreationJob(
        usage_limit=1, number_of_coupons=20_001, attributes={}, coupon_settings=CodeGeneratorSettings(
            valid_characters=list("0123456789"), coupon_pattern="LATER-########")))
    expect(job.batch_id, job)
    file = 'value,limitval,recipientintegrationid,expirydate,attributes\nPAPER-1,0,,2099-01-01T00:00:00Z,"{""Partner"": ""press""}"\nPAPER-2,1,ada,,\n'
    expect(call("importCoupons", *place, up_file=file).amount == 2, "not two coupons")
    call.refused(BadRequestException, "importCoupons", *place, up_file=file)
    call("importCoupons", *place, up_file=file, skip_duplicates=True)

    changed = call("updateCoupon", *place, str(mine.id), UpdateCoupon(
        usage_limit=5, expiry_date=NOW + YEAR, recipient_integration_id="grace", attributes={"Partner": "radio"},
        limits=[LimitConfig(action="redeemCoupon", limit=1, entities=["Profile"])], discount_limit=20, reservation_limit=3))
    expect(changed.usage_limit == 5 and changed.recipient_integration_id == "grace", changed)
    call("updateCouponBatch", *place, UpdateCouponBatch(
        batch_id=batch.data[0].batch_id, usage_limit=7, expiry_date=NOW + YEAR, attributes={"Partner": "radio"}))
    found = call("getCouponsWithoutTotalCount", *place, batch_id=batch.data[0].batch_id, usable="true", valid="validNow")
    expect([one.usage_limit for one in found.data] == [7, 7], found)
    expect(call("getCouponsWithoutTotalCount", *place, value="PAPER", page_size=1, sort="-value").data[0].value == "PAPER-2",
           "not the last one")
    call("getCouponsWithoutTotalCount", *place, created_after=NOW - YEAR, redeemed="false", expires_after=NOW, page_size=2)
    expect(call("getCoupons", *place, query={"value": "PAPER-1", "exactMatch": "true"}).total_result_size == 1, "not one")
    radio = call("searchCouponsAdvancedWithoutTotalCount", *place, {"attributes": {"Partner": "radio"}}, valid="validNow")
    expect({one.value for one in radio.data} == {"FORADA", *(one.value for one in batch.data)}, radio)
    press = call("searchCouponsAdvancedApplicationWideWithoutTotalCount", made.shop, {"attributes": {"Partner": "press"}},
                 campaign_state="enabled")
    expect([one.value for one in press.data] == ["PAPER-1"], press)

    call("deleteCoupon", *place, str(mine.id))
    call("deleteCoupons", *place, value="EACH-")
    job = call("createCouponsDeletionJob", *place, NewCouponDeletionJob(
        filters=CouponDeletionFilters(value="LATER-", created_after=NOW - YEAR, valid="validNow", redeemed=False)))
    expect(job.id, job)
    left = rows(call("exportCoupons", made.shop, campaign_id=made.campaign, sort="value"))
    expect({row["value"].split("-")[0] for row in left} == {"SUMMER", "BATCH", "PAPER"}, left)
    values = rows(call("exportCoupons", made.shop, values_only=True, value="PAPER", valid="validNow", campaign_state="enabled"))
    expect(values == [{"value": "PAPER-1"}, {"value": "PAPER-2"}], values)
    call.refused(NotFoundException, "createCoupons", made.shop, 99, NewCoupons(usage_limit=1, number_of_coupons=1))
    call.refused(BadRequestException, "createCoupons", *place, NewCoupons(
        usage_limit=1, number_of_coupons=1, attributes={"Unheard": 1}))


def invites_friends(call):
    place = (made.shop, made.campaign)
    file = "code,advocateprofileintegrationid,limitval\nADA-1,ada,1\nADA-2,ada,0\nADA-3,ada,1\n"
    expect(call("importReferrals", *place, up_file=file).amount == 3, "not three referrals")
    listed = call("getReferralsWithoutTotalCount", *place, advocate="ada", code="ADA", usable="true", sort="code", page_size=2)
    expect([one.code for one in listed.data] == ["ADA-1", "ADA-2"] and listed.has_more, listed)
    changed = call("updateReferral", *place, str(listed.data[0].id), UpdateReferral(
        usage_limit=3, expiry_date=NOW + YEAR, attributes={"Partner": "school"}, friend_profile_integration_id="grace"))
    expect(changed.usage_limit == 3 and changed.attributes == {"Partner": "school"}, changed)
    call("deleteReferral", *place, str(listed.data[1].id))
    codes = [row["code"] for row in rows(call("exportReferrals", made.shop, campaign_id=made.campaign, valid="validNow"))]
    expect(codes == ["ADA-1", "ADA-3"], codes)
    call.refused(NotFoundException, "deleteReferral", *place, str(listed.data[1].id))


def sets_goals(call):
    place = (made.shop, made.campaign)
    goal = call("createAchievement", *place, CreateAchievement(
        name="walker", title="Walker", description="Three pairs", target=3, period="1Y", recurrence_policy="on_completion",
        activation_policy="user_action", allow_rollback_after_completion=True))
    made.achievement = goal.id
    call("createAchievement", *place, CreateAchievement(
        name="june", title="June", description="In June", target=2, recurrence_policy="no_recurrence",
        activation_policy="fixed_schedule", fixed_start_date=NOW - YEAR, end_date=NOW + YEAR))
    gone = call("createAchievement", *place, CreateAchievement(name="gone", title="Gone", description="", target=1))
    changed = call("updateAchievement", *place, goal.id, UpdateAchievement(title="Great walker", target=2))
    expect(changed.title == "Great walker" and changed.target == 2, changed)
    expect(call("getAchievement", *place, goal.id).name == "walker", "the achievement is not there")
    call("deleteAchievement", *place, gone.id)
    call.refused(NotFoundException, "getAchievement", *place, gone.id)
    expect([one.name for one in call("listAchievements", *place, page_size=5).data] == ["walker", "june"], "not both")
    call("listAchievements", *place, title="Great")
    shared = call("createAchievementV2", body={
        "name": "everywhere", "title": "Everywhere", "description": "In all shops", "target": 5, "period": "1Y",
        "recurrencePolicy": "no_recurrence", "activationPolicy": "user_action", "subscribedApplications": [made.shop],
        "sandbox": False, "timezone": "Europe/Berlin"})
    expect(shared["name"] == "everywhere", shared)
    rules = {
        "rules": [{"title": "A pair", "condition": ["and", [">", [".", "Session", "CartItemTotal"], 0]],
                   "effects": [["increaseAchievementProgress", goal.id, 1]]}], "bindings": []}
    progress = call("createCampaign", made.shop, body={
        "name": "Goals", "state": "enabled", "tags": [], "features": ["achievements"], "limits": []})
    call("createRuleset", made.shop, progress.id, body={**rules, "activate": True})


def loads_a_bundle(call):
    loaded = call("loadBundle", body={
        "cartItemFilters": [{
            "name": "Boots", "expression": [
                "filter", [".", "Session", "CartItems"], [["Item"], ["=", [".", "Item", "Sku"], "BOOT"]]]}],
        "campaigns": [{"name": "Structured", "ruleset": {"promotionRules": [{"title": "Always", "blocks": [{
            "id": "b1", "type": "awardDiscount", "tags": [], "name": "Ten", "value": 10, "target": {"type": "cart"}}]}]}}]})
    campaign = Campaign.from_dict(loaded["campaigns"][0])
    ruleset = call("getRulesetV2", 1, campaign.id, campaign.active_ruleset_id)
    expect(ruleset["promotionRules"][0]["title"] == "Always", ruleset)
    boots = entries(call("listApplicationCartItemFilters", 1, query={"name": "Boo"}), ApplicationCIF)[0]
    expect(boots.name == "Boots", boots)
    expression = call("getApplicationCartItemFilterExpression", 1, boots.id, boots.active_expression_id)
    expect(expression.expression[0] == "filter", expression)


# MARK: - What counts then


def sells(call):
    """What was set up counts when the shop sells."""
    sold = made.sells("updateCustomerSessionV2", "order-1", IntegrationRequest(
        customer_session=NewCustomerSessionV2(
            profile_id="ada", state="closed", store_integration_id="berlin", coupon_codes=["PAPER-1"],
            cart_items=[CartItem(name="Boots", sku="BOOT", quantity=1, price=60, attributes={"Size": 37.5})],
            additional_costs={"shipping": AdditionalCost(price=5)}),
        response_content=["customerSession", "coupons", "loyalty", "awardedGiveaways"]))
    found = [effect.effect_type for effect in sold.effects]
    for kind in (
        "acceptCoupon", "setDiscount", "addLoyaltyPoints", "awardGiveaway", "customEffect", "increaseAchievementProgress",
    ):
        expect(kind in found, f"no {kind} among {found}")
    expect(sold.customer_session.total == 65 and sold.awarded_giveaways[0].code == "ZOO-1", sold)
    other = made.sells("updateCustomerSessionV2", "order-2", IntegrationRequest(customer_session=NewCustomerSessionV2(
        profile_id="grace", state="closed", coupon_codes=["FORADA"], referral_code="ADA-1",
        cart_items=[CartItem(name="Hat", sku="HAT", quantity=1, price=20)])))
    found = [effect.effect_type for effect in other.effects]
    expect("rejectCoupon" in found and "acceptReferral" in found, found)
    made.sells("updateCustomerProfileV2", "ada", CustomerProfileIntegrationRequestV2(attributes={"Level": "gold"}))

    place = (made.shop, made.campaign)
    used = call("getCouponsWithoutTotalCount", *place, value="PAPER-1", exact_match=True, redeemed="true").data
    expect([one.usage_counter for one in used] == [1], used)
    walked = call("getCustomerProfileAchievementProgress", made.shop, "ada", achievement_id=made.achievement)
    expect(walked.data[0].progress == 1, walked)
    call("getCustomerProfileAchievementProgress", made.shop, "ada", title="Great")
    expect(rows(call("exportAchievements", *place, made.achievement)), "no progress in the file")
    sessions = rows(call("exportCustomerSessions", made.shop, customer_session_state="closed", created_after=NOW - YEAR))
    expect(len(sessions) == 2, sessions)
    call("exportCustomerSessions", made.shop, profile_integration_id="ada", date_format="excel")
    effects = rows(call("exportEffects", made.shop, campaign_id=made.campaign, created_before=NOW + YEAR))
    expect(any(row["name"] == "acceptCoupon" for row in effects), effects)
    exports = call("getExports", application_id=made.shop, entity="Coupon", page_size=5)
    expect(len(exports.data) == 2, exports)


def keeps_points(call):
    place = (str(made.program), "ada")
    call("addLoyaltyPoints", *place, AddLoyaltyPoints(
        points=100, name="Sorry", validity_duration="30D", pending_duration="0s", application_id=made.shop))
    call("addLoyaltyPoints", *place, AddLoyaltyPoints(points=7, subledger_id="miles", pending_until=NOW + YEAR))
    call("removeLoyaltyPoints", *place, DeductLoyaltyPoints(points=30, name="A mistake"))
    call.refused(BadRequestException, "removeLoyaltyPoints", *place, DeductLoyaltyPoints(points=1000))
    ledger = call("getLoyaltyPoints", *place)
    expect(ledger.ledger.total == 80 and ledger.sub_ledgers["miles"], ledger)
    balances = call("getLoyaltyLedgerBalances", made.program, "ada", include_tiers=True, include_projected_tier=True)
    expect(balances.balance.active_points == 80 and balances.balance.current_tier, balances)
    call("getLoyaltyLedgerBalances", made.program, "ada", end_date=NOW + YEAR, subledger_id="miles")
    booked = call("getLoyaltyProgramProfileLedgerTransactions", made.program, "ada", loyalty_transaction_type="manual", page_size=2)
    expect(len(booked.data) == 2 and booked.has_more, booked)
    call("getLoyaltyProgramProfileLedgerTransactions", made.program, "ada", customer_session_ids=["order-1"], subledger_id="")
    file = "customerprofileid,amount,startdate,expirydate,reason\ngrace,12,,,A letter\nedsger,120,,unlimited,A letter\n"
    expect(call("importLoyaltyPoints", made.program, up_file=file, notifications_enabled=False).amount == 2, "not two")
    imported = call("getLoyaltyProgramTransactions", made.program, loyalty_transaction_type="import", start_date=NOW - YEAR)
    expect(len(imported.data) == 2, imported)
    call("getLoyaltyProgramTransactions", made.program, transaction_uuids=[imported.data[0].transaction_uuid], page_size=1)
    totals = call("getLoyaltyStatistics", made.program)
    expect(totals.total_active_points > 0, totals)
    days = call("getDashboardStatistics", made.program, NOW - timedelta(days=1), NOW + timedelta(days=1))
    expect(sum(day.earned_points.created_manually for day in days.data) > 0, days)
    call("getDashboardStatistics", made.program, NOW - timedelta(days=1), NOW + timedelta(days=1), subledger_id="miles")

    expect(rows(call("exportLoyaltyLedger", NOW - YEAR, NOW + YEAR, *place)), "no bookings in the file")
    expect(rows(call("exportLoyaltyBalances", str(made.program), end_date=NOW)), "no balances in the file")
    expect(rows(call("exportLoyaltyBalance", str(made.program))), "no balances in the older file")
    tiers = rows(call("exportCustomersTiers", str(made.program), tier_names=["runner"]))
    expect("edsger" in [row["customerprofileid"] for row in tiers], tiers)
    call("exportCustomersTiers", str(made.program), subledger_ids=[""])
    joined = call("exportLoyaltyJoinDates", made.program)
    expect(f",ada,{NOW:%Y-%m-%d}T" in joined, joined)
    call.refused(NotFoundException, "getLoyaltyPoints", "99", "ada")


def hands_out_cards(call):
    batch = call("createBatchLoyaltyCards", made.cards, LoyaltyCardBatch(
        number_of_cards=3, batch_id="first", status="active",
        card_code_settings=CodeGeneratorSettings(valid_characters=["7", "8"], coupon_pattern="CARD-##-######")))
    expect(batch.number_of_cards_generated == 3 and batch.batch_id == "first", batch)
    file = "identifier,state,customerprofileids\nOLD-1,active,ada;grace\nOLD-2,inactive,\n"
    expect(call("importLoyaltyCards", made.cards, up_file=file).amount == 2, "not two cards")
    cards = call("getLoyaltyCards", made.cards, batch_id="first", sort="identifier", page_size=2)
    expect(len(cards.data) == 2, cards)
    expect(call("getLoyaltyCards", made.cards, identifier="OLD-1").data[0].profiles, "nobody has the old card")
    call("addLoyaltyCardPoints", made.cards, "OLD-1", AddLoyaltyPoints(points=20, name="Hello"))
    call("deductLoyaltyCardPoints", made.cards, "OLD-1", DeductLoyaltyPoints(points=5, name="Oh"))
    expect(call("getLoyaltyCard", made.cards, "OLD-1").ledger.current_balance == 15, "not fifteen points")
    logged = call("getLoyaltyCardTransactionLogs", made.cards, "OLD-1", start_date=NOW - YEAR, page_size=1)
    expect(len(logged.data) == 1 and logged.has_more, logged)
    blocked = call("updateLoyaltyCard", made.cards, "OLD-2", UpdateLoyaltyCard(status="inactive", block_reason="Lost"))
    expect(blocked.block_reason == "Lost", blocked)
    call("transferLoyaltyCard", made.cards, "OLD-1", TransferLoyaltyCard(new_card_identifier="NEW-1", block_reason="Worn"))
    moved = call("getLoyaltyCard", made.cards, "NEW-1")
    expect(moved.ledger.current_balance == 15 and len(moved.profiles) == 2, moved)
    call("deleteLoyaltyCard", made.cards, "OLD-2")
    call.refused(NotFoundException, "getLoyaltyCard", made.cards, "OLD-2")
    listed = [row["identifier"] for row in rows(call("exportLoyaltyCards", made.cards, created_after=NOW - YEAR))]
    expect("NEW-1" in listed, listed)
    call("exportLoyaltyCards", made.cards, batch_id="first", date_format="excel")
    expect(rows(call("exportLoyaltyCardBalances", made.cards)), "no balances in the file")
    expect(rows(call("exportLoyaltyCardLedger", made.cards, "NEW-1", NOW - YEAR, NOW + YEAR)) is not None, "no bookings")


def knows_its_customers(call):
    audience = made.sells("createAudienceV2", NewAudience(name="Testers", integration="mail", integration_id="7"))
    expect(call("importAudiencesMemberships", audience.id, up_file="profileintegrationid\nada\ngrace\n").amount == 2, "not two")
    members = call("getAudienceMemberships", audience.id, page_size=1, sort="integrationId")
    expect(members.data[0].integration_id == "ada" and members.has_more, members)
    expect(call("getAudienceMemberships", audience.id, profile_query="gra").data[0].integration_id == "grace", "no Grace")
    expect(rows(call("exportAudiencesMemberships", audience.id))[0] == {"profileintegrationid": "ada"}, "no Ada")
    expect(only(call("getAudiences", with_total_result_size=True, sort="name"), "Testers"), "the audience is not listed")
    counted = call("getAudiencesAnalytics", str(audience.id)).data
    expect(counted[0].members_count == 2, counted)


def is_told_what_is_missing(call):
    """What is not answered says so, with 501 and its name, and nothing else does."""
    budget = NewCampaignStoreBudget(action="setDiscount", store_limits=[], period="daily")
    arguments = {
        "getCampaignGroups": [], "getCampaignGroup": [1], "generateCouponRejections": ["order-1"],
        "createCampaignStoreBudget": [made.shop, made.campaign, budget],
        "importLoyaltyCustomersTiers": [made.program], "importLoyaltyJoinDates": [made.program],
    }
    for operation in UNANSWERED:
        options = {"up_file": "a\n1\n"} if operation.startswith("import") else {}
        try:
            call(operation, *arguments.get(operation, [made.shop, made.campaign]), **options)
        except ApiException as error:
            expect(error.status == 501 and operation in json.loads(error.body)["message"], f"{operation}: {error}")
            call.called[operation] += 1
        else:
            expect(False, f"{operation} was answered; why is it listed as unanswered?")


def main():
    address, key, api_key = sys.argv[1:4]
    operations = json.load(sys.stdin)
    call = Client(
        ManagementApi, address, "management_key", "ManagementKey-v1", key, operations, WITHOUT_FUNCTION, NEWER)

    def starts_to_sell(call):
        """The key of the first Application is that of another one with its id."""
        made.sells = Client(IntegrationApi, address, "api_key_v1", "ApiKey-v1", f"{api_key}.{made.shop}", [], {})

    tell(call, [
        lambda call: comes_in(address, key, call), opens_a_shop, starts_to_sell, declares_attributes, opens_stores,
        declares_effects, starts_loyalty_programs, gives_away, fills_a_catalog, plans_campaigns, orders_campaigns,
        uses_templates, collects, links_stores, issues_coupons, invites_friends, sets_goals, loads_a_bundle, sells,
        keeps_points, hands_out_cards, knows_its_customers, is_told_what_is_missing,
    ])


main()
