-- CreateEnum
CREATE TYPE "fixture_revision_kind" AS ENUM ('created', 'edited', 'deleted', 'restored');

-- CreateTable
CREATE TABLE "policy" (
    "name" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "policy_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "version" (
    "policy" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "parent" INTEGER,
    "restored_from" INTEGER,
    "author" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "version_pkey" PRIMARY KEY ("policy","number")
);

-- CreateTable
CREATE TABLE "draft" (
    "policy" TEXT NOT NULL,
    "author" TEXT NOT NULL,
    "text" TEXT,
    "base" INTEGER NOT NULL,
    "revision" INTEGER NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "draft_pkey" PRIMARY KEY ("policy","author")
);

-- CreateTable
CREATE TABLE "publication" (
    "policy" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "author" TEXT NOT NULL,
    "note" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "publication_pkey" PRIMARY KEY ("policy","sequence")
);

-- CreateTable
CREATE TABLE "fixture_set" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "policy" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "scenario" JSON NOT NULL,
    "author" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),
    "deleted_by" TEXT,

    CONSTRAINT "fixture_set_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "fixture" (
    "id" UUID NOT NULL,
    "set_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "revision" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "facts" JSON NOT NULL,
    "expect" JSON,
    "tags" TEXT[],
    "note" TEXT,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "fixture_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "fixture_revision" (
    "fixture_id" UUID NOT NULL,
    "revision" INTEGER NOT NULL,
    "kind" "fixture_revision_kind" NOT NULL,
    "author" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "facts" JSON NOT NULL,
    "expect" JSON,
    "tags" TEXT[],
    "note" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "fixture_revision_pkey" PRIMARY KEY ("fixture_id","revision")
);

-- CreateTable
CREATE TABLE "test_run" (
    "id" BIGSERIAL NOT NULL,
    "policy" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "set_id" UUID NOT NULL,
    "set_hash" TEXT NOT NULL,
    "passed" INTEGER NOT NULL,
    "failed" INTEGER NOT NULL,
    "unchecked" INTEGER NOT NULL,
    "errors" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "test_run_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "fixture_set_live_name" ON "fixture_set"("policy", "name") WHERE (deleted_at IS NULL);

-- CreateIndex
CREATE INDEX "fixture_set_id_position_idx" ON "fixture"("set_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "fixture_live_name" ON "fixture"("set_id", "name") WHERE (deleted_at IS NULL);

-- CreateIndex
CREATE INDEX "test_run_policy_number_set_id_idx" ON "test_run"("policy", "number", "set_id");

-- AddForeignKey
ALTER TABLE "version" ADD CONSTRAINT "version_policy_fkey" FOREIGN KEY ("policy") REFERENCES "policy"("name") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "version" ADD CONSTRAINT "version_policy_parent_fkey" FOREIGN KEY ("policy", "parent") REFERENCES "version"("policy", "number") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "draft" ADD CONSTRAINT "draft_policy_fkey" FOREIGN KEY ("policy") REFERENCES "policy"("name") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "draft" ADD CONSTRAINT "draft_policy_base_fkey" FOREIGN KEY ("policy", "base") REFERENCES "version"("policy", "number") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "publication" ADD CONSTRAINT "publication_policy_fkey" FOREIGN KEY ("policy") REFERENCES "policy"("name") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "publication" ADD CONSTRAINT "publication_policy_number_fkey" FOREIGN KEY ("policy", "number") REFERENCES "version"("policy", "number") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "fixture_set" ADD CONSTRAINT "fixture_set_policy_fkey" FOREIGN KEY ("policy") REFERENCES "policy"("name") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "fixture" ADD CONSTRAINT "fixture_set_id_fkey" FOREIGN KEY ("set_id") REFERENCES "fixture_set"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "fixture_revision" ADD CONSTRAINT "fixture_revision_fixture_id_fkey" FOREIGN KEY ("fixture_id") REFERENCES "fixture"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "test_run" ADD CONSTRAINT "test_run_policy_number_fkey" FOREIGN KEY ("policy", "number") REFERENCES "version"("policy", "number") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "test_run" ADD CONSTRAINT "test_run_set_id_fkey" FOREIGN KEY ("set_id") REFERENCES "fixture_set"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- Checks
ALTER TABLE "version"
  ADD CONSTRAINT "version_number_check" CHECK (("number" = 1 AND "parent" IS NULL) OR ("number" > 1 AND "parent" = "number" - 1)),
  ADD CONSTRAINT "version_restored_from_check" CHECK ("restored_from" BETWEEN 1 AND "number" - 1),
  ADD CONSTRAINT "version_hash_check" CHECK ("hash" ~ '^sha256:[0-9a-f]{64}$');
ALTER TABLE "draft" ADD CONSTRAINT "draft_revision_check" CHECK ("revision" >= 1);
ALTER TABLE "publication" ADD CONSTRAINT "publication_sequence_check" CHECK ("sequence" >= 1);
ALTER TABLE "fixture" ADD CONSTRAINT "fixture_revision_check" CHECK ("revision" >= 1);

-- What was recorded stays as it was recorded.
CREATE FUNCTION "refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of "%" are immutable: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END;
$$;

CREATE TRIGGER "version_immutable" BEFORE UPDATE OR DELETE ON "version" FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "version_no_truncate" BEFORE TRUNCATE ON "version" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "publication_immutable" BEFORE UPDATE OR DELETE ON "publication" FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "publication_no_truncate" BEFORE TRUNCATE ON "publication" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "fixture_revision_immutable" BEFORE UPDATE OR DELETE ON "fixture_revision" FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "fixture_revision_no_truncate" BEFORE TRUNCATE ON "fixture_revision" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "test_run_immutable" BEFORE UPDATE OR DELETE ON "test_run" FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "test_run_no_truncate" BEFORE TRUNCATE ON "test_run" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
