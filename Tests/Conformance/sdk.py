"""Drives `perch serve` with the official Python SDK, as a shop would, through every operation of the Integration API.

    perch ops --json | sdk.py ADDRESS API_KEY

The server must have been started with the bundle `shop.json` from this folder. Each answer must parse into the model of
the SDK, which is strict about types, and must have no field that the model does not know. The operations that the SDK does
not have any more are called through its client, with the models that it kept. Exits with 1 when something is wrong, or
when an operation was not called.
"""

import json
import sys
import uuid
from datetime import datetime, timezone

from client import Client, expect, tell
from talon_one.api.integration_api import IntegrationApi
from talon_one.exceptions import BadRequestException, ConflictException, NotFoundException
from talon_one.exceptions import UnauthorizedException
from talon_one.models import *  # noqa: F403: the models of all requests

# What `perch serve` answers and this version of the SDK does not know, because the API has it only since later.
NEWER = (
    ".customerSession.cartItemAdditionalCostTotal", ".ledger.nextTierName", ".triggeredCampaigns[].reevaluateOnReturn",
    "bestPriorPrice[].id", "bestPriorPrice[].contextIds", "bestPriorPrice[].metadata.influencingCampaignDetails",
)

# What the SDK does not have: the model of each good answer.
WITHOUT_FUNCTION = {
    "updateCustomerSession": {"200": "object"},
    "updateCustomerProfile": {"200": "object"},
    "trackEvent": {"201": "object"},
    "trackEventV3": {"200": "IntegrationEventV3Response"},
    # What this version calls an EventV3 is what is sent.
    "getEventV3": {"200": "object"},
    "joinLoyaltyProgram": {},
    "integrationGetAllCampaigns": {"200": "object"},
}


def connect(address, key, operations):
    return Client(IntegrationApi, address, "api_key_v1", "ApiKey-v1", key, operations, WITHOUT_FUNCTION, NEWER)


def types(answer):
    return [effect.effect_type for effect in answer.effects]


def session(**fields):
    content = fields.pop("content", [])
    return IntegrationRequest(
        customer_session=NewCustomerSessionV2(**fields), response_content=content or None)


def item(sku="SHIRT", price=50.0, quantity=1, **fields):
    return CartItem(name=sku.title(), sku=sku, price=price, quantity=quantity, **fields)


EVERYTHING = [
    "customerSession", "customerProfile", "coupons", "triggeredCampaigns", "referral", "loyalty", "event",
    "awardedGiveaways", "ruleFailureReasons", "previousReturns",
]

# MARK: - What a shop does


def sells(call):
    ada = CustomerProfileIntegrationRequestV2(attributes={"Language": "de"}, response_content=["customerProfile"])
    made = call("updateCustomerProfileV2", "ada", ada)
    expect(made.customer_profile.integration_id == "ada", made)
    expect(made.effects == [], made)
    call("updateCustomerProfileV2", "ada", ada, run_rule_engine=True, dry=True)
    call("updateCustomerProfilesV2", MultipleCustomerProfileIntegrationRequest(
        customer_profiles=[{"integrationId": "grace"}, {"integrationId": "edsger", "attributes": {"Language": "nl"}}]))
    expect(call.status == 204, call.status)
    both = call("updateCustomerProfilesV2", MultipleCustomerProfileIntegrationRequest(
        customer_profiles=[{"integrationId": "grace"}, {"integrationId": "barbara"}]), silent="no")
    expect(len(both.integration_states) == 2, both)

    cart = [item(quantity=2, attributes={"Colour": "red"}), item("SOCKS", 9.99, additional_costs={"shipping": {"price": 1}})]
    opened = call("updateCustomerSessionV2", "order-1", session(
        profile_id="ada", cart_items=cart, coupon_codes=["TWENTY-OFF", "NONE-SUCH", "TWENTY-OVER"],
        additional_costs={"shipping": {"price": 5}}, attributes={"Channel": "web"}, identifiers=["91-WX"],
        store_integration_id="berlin", content=EVERYTHING))
    found = types(opened)
    for kind in (
        "acceptCoupon", "rejectCoupon", "setDiscount", "setDiscountPerItem", "setDiscountPerAdditionalCost", "addFreeItem",
        "addLoyaltyPoints", "couponCreated", "referralCreated", "willAwardGiveaway", "addToAudience", "updateAttribute",
        "showNotification", "customEffect", "triggerWebhook", "increaseAchievementProgress",
    ):
        expect(kind in found, f"no {kind} among {found}")
    expect("error" not in found, [e.props for e in opened.effects if e.effect_type == "error"])
    expect(opened.customer_session.total == 115.99, opened.customer_session)
    expect(opened.customer_session.state == "open", opened.customer_session)
    expect(opened.loyalty.programs["1"].ledger.tentative_current_balance > 0, opened.loyalty)
    expect(opened.coupons and opened.triggered_campaigns and opened.event.type == "talon_session_created", opened)

    dry = call("updateCustomerSessionV2", "order-dry", session(
        profile_id="ada", cart_items=cart, coupon_codes=["TWENTY-ONCE"], content=["ruleFailureReasons"],
        evaluable_campaign_ids=[1]), dry=True, now=datetime(2090, 1, 1, tzinfo=timezone.utc))
    expect(types(dry) == ["acceptCoupon", "setDiscount"], types(dry))

    closed = call("updateCustomerSessionV2", "order-1", session(state="closed", content=EVERYTHING))
    expect("awardGiveaway" in types(closed), types(closed))
    expect(closed.awarded_giveaways[0].code == "TICKET-1", closed.awarded_giveaways)
    stored = call("getCustomerSession", "order-1")
    expect(stored.customer_session.state == "closed", stored)

    repeated = str(uuid.uuid4())
    first = call("returnCartItems", "order-1", ReturnIntegrationRequest(
        var_return=NewReturn(returned_cart_items=[ReturnedCartItem(position=0, quantity=1)]),
        response_content=["customerSession", "customerProfile", "loyalty", "previousReturns", "event"]),
        _headers={"Idempotency-Key": repeated})
    expect("rollbackAddedLoyaltyPoints" in types(first) or "rollbackDiscount" in types(first), types(first))
    expect(first.customer_session.state == "partially_returned" and first.var_return, first)
    again = call("returnCartItems", "order-1", ReturnIntegrationRequest(
        var_return=NewReturn(returned_cart_items=[ReturnedCartItem(position=0, quantity=1)])),
        _headers={"Idempotency-Key": repeated})
    expect(again.var_return.id == first.var_return.id, "the key did not give the first answer again")
    call("returnCartItems", "order-1", ReturnIntegrationRequest(
        var_return=NewReturn(returned_cart_items=[ReturnedCartItem(sku="SOCKS")]),
        response_content=["previousReturns"]), dry=True)
    cancelled = call("updateCustomerSessionV2", "order-1", session(state="cancelled", content=EVERYTHING))
    expect("rollbackCoupon" in types(cancelled), types(cancelled))

    call("updateCustomerSessionV2", "order-2", session(
        profile_id="ada", state="closed", cart_items=[item()], coupon_codes=["TWENTY-ONCE"]))
    reopened = call("reopenCustomerSession", "order-2")
    expect("rollbackCoupon" in types(reopened), types(reopened))
    call("updateCustomerSessionV2", "order-2", session(state="closed"))
    used = call("updateCustomerSessionV2", "order-3", session(
        profile_id="grace", cart_items=[item()], coupon_codes=["TWENTY-ONCE"]))
    expect(next(e.props for e in used.effects if e.effect_type == "rejectCoupon")["rejectionReason"] == "CouponLimitReached", used)
    anonymous = call("updateCustomerSessionV2", "order-4", session(cart_items=[CartItem(sku="SHIRT", quantity=1)], content=EVERYTHING))
    expect(anonymous.customer_session.profile_id == "", anonymous.customer_session)


def earns_and_spends(call):
    balances = call("getLoyaltyBalances", 1, "ada", include_tiers=True, include_projected_tier=True)
    before = balances.balance.active_points
    expect(before > 0, balances)
    call("getLoyaltyBalances", 1, "ada", end_date=datetime(2090, 1, 1, tzinfo=timezone.utc), subledger_id="")
    paid = call("updateCustomerSessionV2", "order-5", session(
        profile_id="ada", state="closed", cart_items=[item(price=4.0)], attributes={"Channel": "points"}, content=["loyalty"]))
    expect("deductLoyaltyPoints" in types(paid), types(paid))
    after = call("getLoyaltyBalances", 1, "ada").balance
    expect(after.active_points == before + 4 - 10, (before, after))
    for status in ("active", "pending", "expired"):
        call("getLoyaltyProgramProfilePoints", 1, "ada", status=status, page_size=2)
    page = call("getLoyaltyProgramProfileTransactions", 1, "ada", loyalty_transaction_type="session", page_size=3)
    expect(len(page.data) == 3 and page.has_more, page)
    call("getLoyaltyProgramProfileTransactions", 1, "ada", customer_session_ids=["order-5", "order-2"])
    call("getLoyaltyProgramProfileTransactions", 1, "ada", transaction_uuids=[page.data[0].transaction_uuid])

    waiting = call("getLoyaltyProgramProfileTransactions", 3, "ada", awaits_activation=True)
    expect(waiting.data, waiting)
    activated = call("activateLoyaltyPoints", 3, ActivateLoyaltyPoints(
        transaction_uuids=[waiting.data[0].transaction_uuid]))
    expect(activated.ledger_entries, activated)
    call("joinLoyaltyProgram", "1", "barbara")
    call("deleteLoyaltyTransactionsFromLedgers", 3, "ada", DeleteLoyaltyTransactionsRequest(scope="AllSubledgers"))
    expect(call("getLoyaltyBalances", 3, "ada").balance.active_points == 0, "points are left")


def uses_cards(call):
    card = call("generateLoyaltyCard", 2, GenerateLoyaltyCard(
        status="active", customer_profile_ids=["ada"], card_identifier="CONFORM-1"))
    expect(card.profiles[0].integration_id == "ada", card)
    linked = call("linkLoyaltyCardToProfile", 2, card.identifier, LoyaltyCardRegistration(integration_id="grace"))
    expect(len(linked.profiles) == 2, linked)
    closed = call("updateCustomerSessionV2", "order-6", session(
        profile_id="grace", state="closed", cart_items=[item()], loyalty_cards=[card.identifier],
        content=["loyalty", "customerSession"]))
    expect("addLoyaltyPoints" in types(closed), types(closed))
    balances = call("getLoyaltyCardBalances", 2, card.identifier)
    expect(balances.balance.active_points == 20, balances)
    call("getLoyaltyCardBalances", 2, card.identifier, subledger_id=["", "x"])
    expect(call("getLoyaltyCardPoints", 2, card.identifier, status="active").data, "no points on the card")
    expect(call("getLoyaltyCardTransactions", 2, card.identifier, subledger_id=[""]).data, "no transactions of the card")
    expect(len(call("unlinkLoyaltyCardFromProfile", 2, card.identifier,
                    LoyaltyCardRegistration(integration_id="grace")).profiles) == 1, "the card kept its customer")
    call.refused(NotFoundException, "getLoyaltyCardBalances", 2, "none-such")


def refers(call):
    referral = call("createReferral", NewReferral(campaign_id=3, advocate_profile_integration_id="ada"))
    expect(referral.code.startswith("FRIEND-"), referral)
    call("createReferralsForMultipleAdvocates", NewReferralsForMultipleAdvocates(
        campaign_id=3, advocate_profile_integration_ids=["ada", "grace"]))
    many = call("createReferralsForMultipleAdvocates", NewReferralsForMultipleAdvocates(
        campaign_id=3, advocate_profile_integration_ids=["ada", "grace"]), silent="no")
    expect(many.total_result_size == 2, many)
    friend = call("updateCustomerSessionV2", "order-7", session(
        profile_id="friend", state="closed", cart_items=[item()], referral_code=referral.code,
        content=["referral", "customerProfile"]))
    expect("acceptReferral" in types(friend), types(friend))
    rejected = call("updateCustomerSessionV2", "order-8", session(
        profile_id="friend", cart_items=[item()], referral_code="NONE-SUCH", content=["referral"]))
    expect("rejectReferral" in types(rejected), types(rejected))
    call.refused(BadRequestException, "createReferral", NewReferral(campaign_id=99, advocate_profile_integration_id="ada"))


def reserves(call):
    reserved = call("createCouponReservation", "TWENTY-OFF", CouponReservations(integration_ids=["ada", "grace"]))
    expect(reserved.value == "TWENTY-OFF", reserved)
    expect(len(call("getReservedCustomers", "TWENTY-OFF").data) == 2, "not reserved for both")
    call("deleteCouponReservation", "TWENTY-OFF", CouponReservations(integration_ids=["grace"]))
    call.refused(NotFoundException, "getReservedCustomers", "NONE-SUCH")


def tracks(call):
    event = IntegrationEventV2Request(profile_id="ada", type="newsletter_joined", attributes={"Channel": "web"})
    call("trackEventV2", event)
    expect(call.status == 204, call.status)
    told = call("trackEventV2", IntegrationEventV2Request(
        profile_id="ada", type="newsletter_joined", attributes={"Channel": "web"}, store_integration_id="berlin",
        response_content=["customerProfile", "triggeredCampaigns", "loyalty", "event", "awardedGiveaways", "ruleFailureReasons"]),
        silent="no")
    expect("addLoyaltyPoints" in types(told), types(told))
    call("trackEventV2", event, silent="no", dry=True, force_complete_evaluation=True)

    review = {
        "integrationId": "review-1", "profileId": "ada", "type": "review_written", "attributes": {"Stars": 5},
        # The model of a campaign does not know the feature that these events need, so campaigns are not asked for.
        "connectedSessionId": "order-2", "responseContent": ["customerProfile", "loyalty"],
    }
    reviewed = call("trackEventV3", body=review)
    expect("addLoyaltyPoints" in types(reviewed), types(reviewed))
    found = call("getEventV3", "review-1")
    expect(found["integrationId"] == "review-1" and found["attributes"] == {"Stars": 5}, found)
    call.refused(ConflictException, "trackEventV3", body=review)
    call.refused(NotFoundException, "getEventV3", "none-such")


def uses_the_first_generation(call):
    state = call("updateCustomerSession", "old-1", body={
        "profileId": "old", "state": "open", "total": 120, "coupon": "TWENTY-OFF",
        "cartItems": [{"name": "Shirt", "sku": "SHIRT", "quantity": 2, "price": 50}]})
    session, profile, event = parts(state)
    expect(session.coupon == "TWENTY-OFF" and profile.integration_id == "old", state)
    expect(["acceptCoupon", "TWENTY-OFF"] in [effect[3] for effect in event["effects"]], event)
    call("updateCustomerSession", "old-1", body={"profileId": "old", "state": "closed", "total": 120}, query={"dry": "true"})
    call("updateCustomerSession", "old-1", body={"profileId": "old", "state": "closed", "total": 120})
    state = call("updateCustomerProfile", "old", body={"attributes": {"Language": "la"}})
    expect(parts(state)[1].attributes["Language"] == "la", state)
    state = call("trackEvent", body={
        "sessionId": "old-1", "profileId": "old", "type": "newsletter_joined", "attributes": {"Channel": "post"}})
    expect(parts(state)[2]["type"] == "newsletter_joined", state)


def parts(state):
    """The parts of an answer of the first generation. The effects of its event are arrays, which today's model has not."""
    return (CustomerSession.from_dict(state["session"]), CustomerProfile.from_dict(state["profile"]), state["event"])


def groups_customers(call):
    audience = call("createAudienceV2", NewAudience(name="Early birds", integration="braze", integration_id="birds"))
    call.refused(ConflictException, "createAudienceV2", NewAudience(name="Twice", integration="braze", integration_id="birds"))
    expect(call("updateAudienceV2", audience.id, UpdateAudience(name="Larks")).name == "Larks", "not renamed")
    call("updateCustomerProfileAudiences", CustomerProfileAudienceRequest(data=[
        {"action": "add", "profileIntegrationId": "ada", "audienceId": audience.id}]))
    profile = call("updateCustomerProfileV2", "ada", CustomerProfileIntegrationRequestV2(
        audiences_changes={"adds": [], "deletes": []}, response_content=["customerProfile"])).customer_profile
    expect("Larks" in [membership.name for membership in profile.audience_memberships], profile)
    call("updateAudienceCustomersAttributes", audience.id, {"Language": "fr"})
    call("deleteAudienceMembershipsV2", audience.id)
    call("deleteAudienceV2", audience.id)
    call.refused(NotFoundException, "updateAudienceV2", audience.id, UpdateAudience(name="Gone"))


def keeps_a_catalog(call):
    actions = [
        ("ADD", {"sku": "HAT", "price": 20.5, "attributes": {"Colour": "green"}, "product": {"name": "Hat"}}),
        ("PATCH", {"sku": "HAT", "price": 19}),
        ("PATCH_MANY", {"filters": [{"attr": "Colour", "op": "EQ", "value": "green"}], "attributes": {"Colour": "teal"}}),
        ("REMOVE", {"sku": "HAT"}),
        ("REMOVE_MANY", {"filters": [{"attr": "Colour", "op": "EQ", "value": "none"}]}),
    ]
    for kind, payload in actions:
        catalog = call("syncCatalog", 1, CatalogSyncRequest(actions=[{"type": kind, "payload": payload}]))
    expect(catalog.id == 1, catalog)
    prices = call("bestPriorPrice", BestPriorPriceRequest(
        skus=["SHIRT", "HAT"], timeframe="30", timeframe_end_date=datetime.now(timezone.utc), strict_end_date=True))
    expect(prices and prices[0].sku == "SHIRT", prices)
    call.refused(NotFoundException, "syncCatalog", 99, CatalogSyncRequest(actions=[{"type": "REMOVE", "payload": {"sku": "HAT"}}]))


def looks_around(call):
    inventory = call("getCustomerInventory", "ada", profile=True, referrals=True, coupons=True, loyalty=True, giveaways=True, achievements=True)
    expect(inventory.profile.integration_id == "ada", inventory.profile)
    expect(inventory.coupons and inventory.referrals and inventory.giveaways and inventory.achievements, inventory)
    expect(inventory.loyalty.programs["1"].ledger.current_balance > 0, inventory.loyalty)
    achievements = call("getCustomerAchievements", "ada", achievement_status=["active"], current_progress_status=["inprogress", "completed"], page_size=10)
    expect(achievements.data[0].name == "buyer", achievements)
    history = call("getCustomerAchievementHistory", "ada", achievements.data[0].id, progress_status=["inprogress", "completed"])
    expect(history.data, history)
    campaigns = call("integrationGetAllCampaigns", query={"pageSize": 3})
    expect(len(campaigns["data"]) == 3, campaigns)
    expect(campaigns["hasMore"] is True and campaigns["data"][0]["name"] == "Twenty percent", campaigns)


def is_refused(call, stranger):
    """What the service refuses arrives as the exception of its status."""
    error = call.refused(BadRequestException, "updateCustomerSessionV2", "order-x", session(attributes={"Unheard": 1}))
    expect(error.data.errors[0].source.pointer == "/customerSession/attributes/Unheard", error.body)
    # The SDK itself refuses what is no state, so it is sent past its models.
    error = call.refused(BadRequestException, "updateCustomerSession", "order-x", body={"state": "sold"})
    expect("state must be one of the following" in json.loads(error.body)["errors"][0]["details"], error.body)
    call.refused(BadRequestException, "updateCustomerSessionV2", "order-2", session(cart_items=[item()]))
    call.refused(BadRequestException, "reopenCustomerSession", "order-3")
    call.refused(BadRequestException, "trackEventV2", IntegrationEventV2Request(profile_id="ada", type="talon_session_created"))
    call.refused(NotFoundException, "getCustomerInventory", "none-such")
    call.refused(NotFoundException, "getLoyaltyBalances", 99, "ada")
    call.refused(BadRequestException, "getLoyaltyBalances", 2, "ada")
    call.refused(BadRequestException, "activateLoyaltyPoints", 3, ActivateLoyaltyPoints())
    call.refused(NotFoundException, "deleteCustomerData", "none-such")
    call.refused(NotFoundException, "createCouponReservation", "NONE-SUCH", CouponReservations(integration_ids=["ada"]))
    for operation, arguments in {
        "getCustomerSession": ["order-1"], "getCustomerInventory": ["ada"], "getLoyaltyBalances": [1, "ada"],
        "updateCustomerSessionV2": ["order-1", session()], "deleteCustomerData": ["ada"],
        "trackEventV2": [IntegrationEventV2Request(type="newsletter_joined")],
    }.items():
        error = stranger.refused(UnauthorizedException, operation, *arguments)
        expect(error.data.status_code == 401, error.body)


def erases(call):
    call("deleteCustomerData", "ada")
    profile = call("getCustomerInventory", "ada", profile=True).profile
    expect(not profile.attributes, profile)


def main():
    address, key = sys.argv[1:3]
    operations = json.load(sys.stdin)
    stranger = connect(address, "0" * 64, operations)
    tell(connect(address, key, operations), [
        sells, earns_and_spends, uses_cards, refers, reserves, tracks, uses_the_first_generation, groups_customers,
        keeps_a_catalog, looks_around, lambda call: is_refused(call, stranger), erases,
    ])


main()
