-- How many calls were compared of a version of an adapter in the shadow: without it nothing that differs looks like nothing that was compared.
CREATE TABLE adapter_comparisons (
    works    text NOT NULL,
    shadow   text NOT NULL,
    calls    bigint NOT NULL,
    last_at  text NOT NULL,
    PRIMARY KEY (works, shadow)
);
