/** Reads that several pages of one request need, each made once. */
import "server-only";
import { notFound } from "next/navigation";
import { cache } from "react";
import { findDraft, findPolicy, listPolicies } from "#store";
import { getSession } from "./session";

/** Every policy, for the sidebar and the home page. */
export const getPolicies = cache(listPolicies);

/** The policy of the page's URL, or the page that says there is none. */
export const getPolicy = cache(async (name: string) => (await findPolicy(name)) ?? notFound());

/** The reader's own draft of a policy, or null. */
export const getDraft = cache(async (policy: string) => findDraft(policy, (await getSession()).author));
