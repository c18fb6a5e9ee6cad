// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import GRDB

/// The shape of the database, step by step. A step that was released never changes; a new one is added at the end.
enum Migrations {
    static let migrator: DatabaseMigrator = {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("account") { try $0.execute(sql: account) }
        migrator.registerMigration("customers") { try $0.execute(sql: customers) }
        migrator.registerMigration("programs") { try $0.execute(sql: programs) }
        migrator.registerMigration("applications") { try $0.execute(sql: applications) }
        migrator.registerMigration("effects") { try $0.execute(sql: effects) }
        migrator.registerMigration("evaluation") { try $0.execute(sql: evaluation) }
        migrator.registerMigration("management") { try $0.execute(sql: management) }
        migrator.registerMigration("effect ids") { try $0.execute(sql: effectIDs) }
        migrator.registerMigration("bundles") { try $0.execute(sql: bundles) }
        migrator.registerMigration("old answers") { try $0.execute(sql: oldAnswers) }
        return migrator
    }()

    /// What is set up: Application, declared names, campaigns.
    private static let account = """
        CREATE TABLE sequence (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE application (id INTEGER PRIMARY KEY, document TEXT NOT NULL) STRICT;
        CREATE TABLE attribute (
            id INTEGER PRIMARY KEY, entity TEXT NOT NULL, event_type TEXT NOT NULL DEFAULT '', name TEXT NOT NULL,
            document TEXT NOT NULL, UNIQUE (entity, event_type, name)) STRICT;
        CREATE TABLE event_type (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
        CREATE TABLE additional_cost (
            id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, document TEXT NOT NULL) STRICT;
        CREATE TABLE store (
            id INTEGER PRIMARY KEY, integration_id TEXT NOT NULL UNIQUE, document TEXT NOT NULL) STRICT;
        CREATE TABLE effect_definition (
            id INTEGER PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, document TEXT NOT NULL,
            UNIQUE (kind, name)) STRICT;
        CREATE TABLE campaign (id INTEGER PRIMARY KEY, created INTEGER NOT NULL, document TEXT NOT NULL) STRICT;
        CREATE TABLE ruleset (
            id INTEGER PRIMARY KEY, campaign_id INTEGER NOT NULL REFERENCES campaign, document TEXT NOT NULL) STRICT;
        CREATE TABLE budget (
            campaign_id INTEGER NOT NULL, action TEXT NOT NULL, key TEXT NOT NULL, counter TEXT NOT NULL,
            PRIMARY KEY (campaign_id, action, key)) STRICT, WITHOUT ROWID;
        CREATE TABLE coupon (
            id INTEGER PRIMARY KEY, campaign_id INTEGER NOT NULL REFERENCES campaign, value TEXT NOT NULL UNIQUE,
            created INTEGER NOT NULL, usage_limit INTEGER NOT NULL, usage_counter INTEGER NOT NULL DEFAULT 0,
            discount_limit TEXT, discount_counter TEXT NOT NULL DEFAULT '0',
            reservation_limit INTEGER, reservation_counter INTEGER NOT NULL DEFAULT 0,
            start_date INTEGER, expiry_date INTEGER, recipient TEXT, is_reservation_mandatory INTEGER NOT NULL DEFAULT 0,
            attributes TEXT NOT NULL DEFAULT '{}', document TEXT NOT NULL DEFAULT '{}') STRICT;
        CREATE INDEX coupon_campaign ON coupon (campaign_id);
        CREATE INDEX coupon_recipient ON coupon (recipient) WHERE recipient IS NOT NULL;
        """

    /// What requests leave behind.
    private static let customers = """
        CREATE TABLE profile (
            id INTEGER PRIMARY KEY, integration_id TEXT NOT NULL UNIQUE, created INTEGER NOT NULL,
            last_activity INTEGER NOT NULL, closed_sessions INTEGER NOT NULL DEFAULT 0,
            total_sales TEXT NOT NULL DEFAULT '0', attributes TEXT NOT NULL DEFAULT '{}') STRICT;
        CREATE TABLE audience (
            id INTEGER PRIMARY KEY AUTOINCREMENT, created INTEGER NOT NULL, name TEXT NOT NULL,
            integration TEXT NOT NULL DEFAULT '', integration_id TEXT NOT NULL DEFAULT '',
            document TEXT NOT NULL DEFAULT '{}') STRICT;
        CREATE TABLE audience_member (
            audience_id INTEGER NOT NULL REFERENCES audience ON DELETE CASCADE,
            profile_id INTEGER NOT NULL REFERENCES profile,
            PRIMARY KEY (profile_id, audience_id)) STRICT, WITHOUT ROWID;
        CREATE INDEX audience_member_audience ON audience_member (audience_id);
        CREATE TABLE session (
            id INTEGER PRIMARY KEY, integration_id TEXT NOT NULL UNIQUE, profile_id INTEGER REFERENCES profile,
            state TEXT NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL, update_count INTEGER NOT NULL,
            first_session INTEGER NOT NULL, store TEXT NOT NULL DEFAULT '', coupon_codes TEXT NOT NULL DEFAULT '[]',
            referral_code TEXT NOT NULL DEFAULT '', total TEXT NOT NULL, cart_items TEXT NOT NULL,
            attributes TEXT NOT NULL, details TEXT NOT NULL DEFAULT '{}', effects TEXT NOT NULL DEFAULT '[]') STRICT;
        CREATE INDEX session_profile ON session (profile_id);
        CREATE TABLE session_return (
            id INTEGER PRIMARY KEY, session_id INTEGER NOT NULL REFERENCES session, created INTEGER NOT NULL,
            document TEXT NOT NULL) STRICT;
        CREATE INDEX session_return_session ON session_return (session_id);
        CREATE TABLE budget_charge (
            id INTEGER PRIMARY KEY, session_id INTEGER NOT NULL REFERENCES session, campaign_id INTEGER NOT NULL,
            action TEXT NOT NULL, key TEXT NOT NULL, amount TEXT NOT NULL) STRICT;
        CREATE INDEX budget_charge_session ON budget_charge (session_id);
        CREATE TABLE coupon_redemption (
            coupon_id INTEGER NOT NULL REFERENCES coupon, session_id INTEGER NOT NULL REFERENCES session,
            profile_id INTEGER REFERENCES profile, PRIMARY KEY (coupon_id, session_id)) STRICT, WITHOUT ROWID;
        CREATE INDEX coupon_redemption_profile ON coupon_redemption (profile_id);
        CREATE INDEX coupon_redemption_session ON coupon_redemption (session_id);
        CREATE TABLE coupon_reservation (
            coupon_id INTEGER NOT NULL REFERENCES coupon, profile_id INTEGER NOT NULL REFERENCES profile,
            created INTEGER NOT NULL, PRIMARY KEY (coupon_id, profile_id)) STRICT, WITHOUT ROWID;
        CREATE INDEX coupon_reservation_profile ON coupon_reservation (profile_id);
        CREATE TABLE event (
            id INTEGER PRIMARY KEY, integration_id TEXT UNIQUE, created INTEGER NOT NULL, type TEXT NOT NULL,
            profile_id INTEGER REFERENCES profile, document TEXT NOT NULL) STRICT;
        CREATE INDEX event_profile ON event (profile_id);
        CREATE TABLE idempotency (
            key TEXT NOT NULL, target TEXT NOT NULL, created INTEGER NOT NULL, status INTEGER NOT NULL, body TEXT,
            PRIMARY KEY (key, target)) STRICT, WITHOUT ROWID;
        """

    /// Loyalty programs, referrals, giveaways, achievements, catalogs.
    private static let programs = """
        CREATE TABLE loyalty_program (
            id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, created INTEGER NOT NULL, document TEXT NOT NULL) STRICT;
        CREATE TABLE loyalty_member (
            program_id INTEGER NOT NULL REFERENCES loyalty_program, profile_id INTEGER NOT NULL REFERENCES profile,
            joined INTEGER NOT NULL, PRIMARY KEY (profile_id, program_id)) STRICT, WITHOUT ROWID;
        CREATE TABLE loyalty_card (
            id INTEGER PRIMARY KEY, program_id INTEGER NOT NULL REFERENCES loyalty_program, identifier TEXT NOT NULL,
            created INTEGER NOT NULL, modified INTEGER, status TEXT NOT NULL,
            UNIQUE (program_id, identifier)) STRICT;
        CREATE TABLE loyalty_card_profile (
            card_id INTEGER NOT NULL REFERENCES loyalty_card, profile_id INTEGER NOT NULL REFERENCES profile,
            linked INTEGER NOT NULL, PRIMARY KEY (card_id, profile_id)) STRICT, WITHOUT ROWID;
        CREATE INDEX loyalty_card_profile_profile ON loyalty_card_profile (profile_id);
        CREATE TABLE loyalty_transaction (
            id INTEGER PRIMARY KEY, uuid TEXT NOT NULL UNIQUE,
            program_id INTEGER NOT NULL REFERENCES loyalty_program, profile_id INTEGER REFERENCES profile,
            card_id INTEGER REFERENCES loyalty_card, subledger TEXT NOT NULL, kind TEXT NOT NULL, amount TEXT NOT NULL,
            name TEXT NOT NULL, created INTEGER NOT NULL, start_date INTEGER, expiry_date INTEGER, validity TEXT,
            origin TEXT NOT NULL, session TEXT, ruleset_id INTEGER, rule_name TEXT) STRICT;
        CREATE INDEX loyalty_transaction_profile ON loyalty_transaction (profile_id, program_id);
        CREATE INDEX loyalty_transaction_card ON loyalty_transaction (card_id) WHERE card_id IS NOT NULL;
        CREATE INDEX loyalty_transaction_session ON loyalty_transaction (session) WHERE session IS NOT NULL;
        CREATE TABLE loyalty_use (
            deduction_id INTEGER NOT NULL REFERENCES loyalty_transaction ON DELETE CASCADE,
            addition_id INTEGER NOT NULL REFERENCES loyalty_transaction ON DELETE CASCADE,
            amount TEXT NOT NULL, created INTEGER NOT NULL,
            PRIMARY KEY (addition_id, deduction_id)) STRICT, WITHOUT ROWID;
        CREATE INDEX loyalty_use_deduction ON loyalty_use (deduction_id);
        CREATE TABLE referral (
            id INTEGER PRIMARY KEY, campaign_id INTEGER NOT NULL REFERENCES campaign, code TEXT NOT NULL UNIQUE,
            created INTEGER NOT NULL, advocate_id INTEGER NOT NULL REFERENCES profile, friend TEXT,
            usage_limit INTEGER NOT NULL, usage_counter INTEGER NOT NULL DEFAULT 0, start_date INTEGER,
            expiry_date INTEGER, attributes TEXT NOT NULL DEFAULT '{}', batch_id TEXT) STRICT;
        CREATE INDEX referral_advocate ON referral (advocate_id);
        CREATE INDEX referral_friend ON referral (friend) WHERE friend IS NOT NULL;
        CREATE TABLE referral_redemption (
            referral_id INTEGER NOT NULL REFERENCES referral, session_id INTEGER NOT NULL REFERENCES session,
            profile_id INTEGER REFERENCES profile, PRIMARY KEY (referral_id, session_id)) STRICT, WITHOUT ROWID;
        CREATE INDEX referral_redemption_profile ON referral_redemption (profile_id);
        CREATE TABLE giveaway_pool (
            id INTEGER PRIMARY KEY, name TEXT NOT NULL, created INTEGER NOT NULL, document TEXT NOT NULL) STRICT;
        CREATE TABLE giveaway (
            id INTEGER PRIMARY KEY, pool_id INTEGER NOT NULL REFERENCES giveaway_pool, code TEXT NOT NULL,
            created INTEGER NOT NULL, start_date INTEGER, end_date INTEGER, attributes TEXT NOT NULL DEFAULT '{}',
            profile_id INTEGER REFERENCES profile, UNIQUE (pool_id, code)) STRICT;
        CREATE INDEX giveaway_profile ON giveaway (profile_id) WHERE profile_id IS NOT NULL;
        CREATE TABLE achievement (
            id INTEGER PRIMARY KEY, campaign_id INTEGER NOT NULL REFERENCES campaign, name TEXT NOT NULL,
            created INTEGER NOT NULL, document TEXT NOT NULL, UNIQUE (campaign_id, name)) STRICT;
        CREATE TABLE achievement_round (
            id INTEGER PRIMARY KEY, achievement_id INTEGER NOT NULL REFERENCES achievement,
            profile_id INTEGER NOT NULL REFERENCES profile, progress TEXT NOT NULL, start_date INTEGER NOT NULL,
            completion_date INTEGER, end_date INTEGER) STRICT;
        CREATE INDEX achievement_round_profile ON achievement_round (profile_id, achievement_id);
        CREATE TABLE catalog (
            id INTEGER PRIMARY KEY, name TEXT NOT NULL, description TEXT NOT NULL, created INTEGER NOT NULL,
            modified INTEGER NOT NULL, version INTEGER NOT NULL, applications TEXT NOT NULL) STRICT;
        CREATE TABLE catalog_item (
            id INTEGER PRIMARY KEY, catalog_id INTEGER NOT NULL REFERENCES catalog, sku TEXT NOT NULL, price TEXT,
            attributes TEXT NOT NULL DEFAULT '{}', product TEXT, UNIQUE (catalog_id, sku)) STRICT;
        CREATE INDEX catalog_item_sku ON catalog_item (sku);
        CREATE TABLE price_adjustment (
            id INTEGER PRIMARY KEY, item_id INTEGER NOT NULL REFERENCES catalog_item ON DELETE CASCADE,
            price_type TEXT NOT NULL, reference_id TEXT NOT NULL, price TEXT NOT NULL, created INTEGER NOT NULL,
            effective_from INTEGER, effective_until INTEGER, document TEXT NOT NULL) STRICT;
        CREATE INDEX price_adjustment_item ON price_adjustment (item_id);
        CREATE TABLE price_history (
            id INTEGER PRIMARY KEY, sku TEXT NOT NULL, observed INTEGER NOT NULL, price TEXT NOT NULL,
            context_id TEXT NOT NULL DEFAULT '', adjustment TEXT) STRICT;
        CREATE INDEX price_history_sku ON price_history (sku, observed);
        """

    /// Several Applications: what belongs to one names it, and is unique in it. Until here there was one Application,
    /// which gets all there is.
    private static let applications = """
        ALTER TABLE application ADD COLUMN is_default INTEGER NOT NULL DEFAULT 0;
        UPDATE application SET is_default = 1, id = document ->> 'id';
        CREATE TABLE api_key (
            id INTEGER PRIMARY KEY, application_id INTEGER NOT NULL, hash TEXT NOT NULL UNIQUE, title TEXT NOT NULL,
            created INTEGER NOT NULL, expiry_date INTEGER) STRICT;

        CREATE TABLE new_store (
            id INTEGER PRIMARY KEY, application_id INTEGER NOT NULL, integration_id TEXT NOT NULL,
            document TEXT NOT NULL, UNIQUE (application_id, integration_id)) STRICT;
        INSERT INTO new_store SELECT id, (SELECT id FROM application), integration_id, document FROM store;
        DROP TABLE store;
        ALTER TABLE new_store RENAME TO store;

        CREATE TABLE new_campaign (
            id INTEGER PRIMARY KEY, application_id INTEGER NOT NULL, created INTEGER NOT NULL,
            document TEXT NOT NULL) STRICT;
        INSERT INTO new_campaign SELECT id, (SELECT id FROM application), created, document FROM campaign;
        DROP TABLE campaign;
        ALTER TABLE new_campaign RENAME TO campaign;
        CREATE INDEX campaign_application ON campaign (application_id);

        CREATE TABLE new_coupon (
            id INTEGER PRIMARY KEY, application_id INTEGER NOT NULL,
            campaign_id INTEGER NOT NULL REFERENCES campaign, value TEXT NOT NULL,
            created INTEGER NOT NULL, usage_limit INTEGER NOT NULL, usage_counter INTEGER NOT NULL DEFAULT 0,
            discount_limit TEXT, discount_counter TEXT NOT NULL DEFAULT '0',
            reservation_limit INTEGER, reservation_counter INTEGER NOT NULL DEFAULT 0,
            start_date INTEGER, expiry_date INTEGER, recipient TEXT, is_reservation_mandatory INTEGER NOT NULL DEFAULT 0,
            attributes TEXT NOT NULL DEFAULT '{}', document TEXT NOT NULL DEFAULT '{}',
            UNIQUE (application_id, value)) STRICT;
        INSERT INTO new_coupon SELECT id, (SELECT id FROM application), campaign_id, value, created, usage_limit,
            usage_counter, discount_limit, discount_counter, reservation_limit, reservation_counter, start_date,
            expiry_date, recipient, is_reservation_mandatory, attributes, document FROM coupon;
        DROP TABLE coupon;
        ALTER TABLE new_coupon RENAME TO coupon;
        CREATE INDEX coupon_campaign ON coupon (campaign_id);
        CREATE INDEX coupon_recipient ON coupon (recipient) WHERE recipient IS NOT NULL;

        CREATE TABLE new_referral (
            id INTEGER PRIMARY KEY, application_id INTEGER NOT NULL,
            campaign_id INTEGER NOT NULL REFERENCES campaign, code TEXT NOT NULL, created INTEGER NOT NULL,
            advocate_id INTEGER NOT NULL REFERENCES profile, friend TEXT, usage_limit INTEGER NOT NULL,
            usage_counter INTEGER NOT NULL DEFAULT 0, start_date INTEGER, expiry_date INTEGER,
            attributes TEXT NOT NULL DEFAULT '{}', batch_id TEXT, UNIQUE (application_id, code)) STRICT;
        INSERT INTO new_referral SELECT id, (SELECT id FROM application), campaign_id, code, created, advocate_id,
            friend, usage_limit, usage_counter, start_date, expiry_date, attributes, batch_id FROM referral;
        DROP TABLE referral;
        ALTER TABLE new_referral RENAME TO referral;
        CREATE INDEX referral_advocate ON referral (advocate_id);
        CREATE INDEX referral_friend ON referral (friend) WHERE friend IS NOT NULL;

        CREATE TABLE new_session (
            id INTEGER PRIMARY KEY, application_id INTEGER NOT NULL, integration_id TEXT NOT NULL,
            profile_id INTEGER REFERENCES profile,
            state TEXT NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL, update_count INTEGER NOT NULL,
            first_session INTEGER NOT NULL, store TEXT NOT NULL DEFAULT '', coupon_codes TEXT NOT NULL DEFAULT '[]',
            referral_code TEXT NOT NULL DEFAULT '', total TEXT NOT NULL, cart_items TEXT NOT NULL,
            attributes TEXT NOT NULL, details TEXT NOT NULL DEFAULT '{}', effects TEXT NOT NULL DEFAULT '[]',
            UNIQUE (application_id, integration_id)) STRICT;
        INSERT INTO new_session SELECT id, (SELECT id FROM application), integration_id, profile_id, state, created,
            updated, update_count, first_session, store, coupon_codes, referral_code, total, cart_items, attributes,
            details, effects FROM session;
        DROP TABLE session;
        ALTER TABLE new_session RENAME TO session;
        CREATE INDEX session_profile ON session (profile_id);

        CREATE TABLE new_event (
            id INTEGER PRIMARY KEY, application_id INTEGER NOT NULL, integration_id TEXT, created INTEGER NOT NULL,
            type TEXT NOT NULL, profile_id INTEGER REFERENCES profile, document TEXT NOT NULL,
            UNIQUE (application_id, integration_id)) STRICT;
        INSERT INTO new_event SELECT id, (SELECT id FROM application), integration_id, created, type, profile_id,
            document FROM event;
        DROP TABLE event;
        ALTER TABLE new_event RENAME TO event;
        CREATE INDEX event_profile ON event (profile_id);

        CREATE TABLE new_idempotency (
            key TEXT NOT NULL, target TEXT NOT NULL, application_id INTEGER NOT NULL, created INTEGER NOT NULL,
            status INTEGER NOT NULL, body TEXT, PRIMARY KEY (key, target, application_id)) STRICT, WITHOUT ROWID;
        INSERT INTO new_idempotency SELECT key, target, (SELECT id FROM application), created, status, body
            FROM idempotency;
        DROP TABLE idempotency;
        ALTER TABLE new_idempotency RENAME TO idempotency;

        ALTER TABLE loyalty_transaction ADD COLUMN application_id INTEGER;
        UPDATE loyalty_transaction SET application_id = (SELECT id FROM application) WHERE session IS NOT NULL;
        """

    /// What effects of rules leave behind: codes that they made, and for which unit of a cart a budget was charged.
    private static let effects = """
        CREATE TABLE made_code (
            application_id INTEGER NOT NULL, session TEXT NOT NULL, key TEXT NOT NULL, code TEXT NOT NULL,
            PRIMARY KEY (application_id, session, key)) STRICT, WITHOUT ROWID;
        ALTER TABLE budget_charge ADD COLUMN position INTEGER;
        ALTER TABLE budget_charge ADD COLUMN sub_position INTEGER;
        """

    /// What rules and their evaluation need beside campaigns: the evaluation tree, filters, collections, value maps; and
    /// achievements of the account, without a campaign.
    private static let evaluation = """
        ALTER TABLE application ADD COLUMN tree_version INTEGER NOT NULL DEFAULT 1;
        CREATE TABLE evaluation_group (
            id INTEGER PRIMARY KEY, application_id INTEGER NOT NULL, parent_id INTEGER REFERENCES evaluation_group,
            place INTEGER NOT NULL, name TEXT NOT NULL, description TEXT NOT NULL DEFAULT '',
            mode TEXT NOT NULL DEFAULT 'stackable', scope TEXT NOT NULL DEFAULT 'session',
            is_locked INTEGER NOT NULL DEFAULT 0) STRICT;
        INSERT INTO evaluation_group (application_id, place, name) SELECT id, 0, 'Root' FROM application;
        ALTER TABLE campaign ADD COLUMN evaluation_group_id INTEGER REFERENCES evaluation_group;
        ALTER TABLE campaign ADD COLUMN place INTEGER NOT NULL DEFAULT 0;
        UPDATE campaign SET place = id, evaluation_group_id =
            (SELECT id FROM evaluation_group WHERE evaluation_group.application_id = campaign.application_id);
        INSERT INTO sequence SELECT 'evaluation_place', max(id) FROM campaign HAVING count(*) > 0;

        CREATE TABLE cart_item_filter (
            id INTEGER PRIMARY KEY, application_id INTEGER NOT NULL, name TEXT NOT NULL, created INTEGER NOT NULL,
            description TEXT NOT NULL DEFAULT '', expression TEXT NOT NULL, UNIQUE (application_id, name)) STRICT;
        CREATE TABLE collection (
            id INTEGER PRIMARY KEY, campaign_id INTEGER REFERENCES campaign, name TEXT NOT NULL,
            created INTEGER NOT NULL, modified INTEGER NOT NULL, description TEXT NOT NULL DEFAULT '',
            applications TEXT NOT NULL DEFAULT '[]') STRICT;
        CREATE INDEX collection_name ON collection (name);
        CREATE TABLE collection_item (
            collection_id INTEGER NOT NULL REFERENCES collection ON DELETE CASCADE, item TEXT NOT NULL,
            PRIMARY KEY (collection_id, item)) STRICT, WITHOUT ROWID;
        CREATE TABLE value_map (
            id INTEGER PRIMARY KEY, campaign_id INTEGER REFERENCES campaign, name TEXT NOT NULL DEFAULT '',
            created INTEGER NOT NULL, modified INTEGER NOT NULL) STRICT;
        CREATE INDEX value_map_name ON value_map (name);
        CREATE TABLE value_map_entry (
            map_id INTEGER NOT NULL REFERENCES value_map ON DELETE CASCADE, identifier TEXT NOT NULL,
            value TEXT NOT NULL, PRIMARY KEY (map_id, identifier)) STRICT, WITHOUT ROWID;

        CREATE TABLE new_achievement (
            id INTEGER PRIMARY KEY, campaign_id INTEGER REFERENCES campaign, name TEXT NOT NULL,
            created INTEGER NOT NULL, document TEXT NOT NULL, UNIQUE (campaign_id, name)) STRICT;
        INSERT INTO new_achievement SELECT id, campaign_id, name, created, document FROM achievement;
        DROP TABLE achievement;
        ALTER TABLE new_achievement RENAME TO achievement;
        """

    /// What only the Management API keeps: logins and templates, when event types were made, batches and details of
    /// cards. A pool may have a code twice.
    private static let management = """
        CREATE TABLE management_session (
            hash TEXT PRIMARY KEY, created INTEGER NOT NULL, expiry_date INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE campaign_template (
            id INTEGER PRIMARY KEY, created INTEGER NOT NULL, document TEXT NOT NULL) STRICT;
        CREATE TABLE export (
            id INTEGER PRIMARY KEY, application_id INTEGER, created INTEGER NOT NULL, entity TEXT NOT NULL,
            filter TEXT NOT NULL) STRICT;
        ALTER TABLE event_type ADD COLUMN created INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE loyalty_card ADD COLUMN document TEXT NOT NULL DEFAULT '{}';
        CREATE TABLE new_giveaway (
            id INTEGER PRIMARY KEY, pool_id INTEGER NOT NULL REFERENCES giveaway_pool, code TEXT NOT NULL,
            created INTEGER NOT NULL, start_date INTEGER, end_date INTEGER, attributes TEXT NOT NULL DEFAULT '{}',
            profile_id INTEGER REFERENCES profile) STRICT;
        INSERT INTO new_giveaway SELECT id, pool_id, code, created, start_date, end_date, attributes, profile_id
            FROM giveaway;
        DROP TABLE giveaway;
        ALTER TABLE new_giveaway RENAME TO giveaway;
        CREATE INDEX giveaway_pool_code ON giveaway (pool_id, code);
        CREATE INDEX giveaway_profile ON giveaway (profile_id) WHERE profile_id IS NOT NULL;
        """

    /// Custom effects and webhooks count their ids apart, and webhooks may share a title.
    private static let effectIDs = """
        CREATE TABLE new_effect_definition (
            id INTEGER NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, document TEXT NOT NULL,
            PRIMARY KEY (kind, id)) STRICT, WITHOUT ROWID;
        INSERT INTO new_effect_definition SELECT id, kind, name, document FROM effect_definition;
        DROP TABLE effect_definition;
        ALTER TABLE new_effect_definition RENAME TO effect_definition;
        CREATE UNIQUE INDEX custom_effect_name ON effect_definition (name) WHERE kind = 'custom';
        """

    /// Which bundles a database has, by their hashes, and what each was called.
    private static let bundles = """
        CREATE TABLE loaded_bundle (hash TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT, WITHOUT ROWID;
        """

    /// Finds the answers that are too old to be kept, of which there may be a million.
    private static let oldAnswers = """
        CREATE INDEX idempotency_created ON idempotency (created);
        """
}
