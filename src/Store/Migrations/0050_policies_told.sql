-- Whether the journal tells when the policy began (FillPolicyBegan). Of those that began before it did, it does not.
ALTER TABLE fill_policies ADD COLUMN told INTEGER NOT NULL DEFAULT 1;
UPDATE fill_policies SET told = 0;
