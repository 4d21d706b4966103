"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { createPolicy as storePolicy, createVersion, getVersion, publish as storePublication } from "#store";
import { action } from "../_server/action";

const name = z.string().min(1).max(200);
const number = z.int().min(1);
const message = z.string().trim().max(2000, "at most 2,000 characters");

/** Makes a policy from a document; its name is in the document. */
export const createPolicy = action(
  z.object({ text: z.string(), message: message.min(1, "say in a few words what it is") }),
  async ({ text, message }, { author }) => {
    const result = await storePolicy({ text, author, message });
    if (!result.ok) return result;
    revalidatePath("/", "layout");
    return { ok: true as const, name: result.version.policy };
  },
);

/** Saves the text of an earlier version again, on top of the latest that the reader knows. */
export const restoreVersion = action(
  z.object({ policy: name, number, base: number, message: message.min(1, "say why it is restored") }),
  async ({ policy, number, base, message }, { author }) => {
    const { text } = await getVersion(policy, number);
    const result = await createVersion({ policy, text, message, author, base, restoredFrom: number });
    if (result.ok) {
      revalidatePath(`/policies/${policy}`, "layout");
      return { ok: true as const, number: result.version.number };
    }
    if (result.reason === "invalid") return { ok: false as const, reason: result.reason, problems: result.problems };
    const { author: by, number: latest, message: said } = result.latest;
    return { ok: false as const, reason: result.reason, latest: { number: latest, author: by, message: said } };
  },
);

/** Puts a version in force, if the published one is still the one that the reader saw. */
export const publishVersion = action(
  z.object({ policy: name, number, note: message, expected: number.nullable() }),
  async ({ policy, number, note, expected }, { author }) => {
    const result = await storePublication({ policy, number, author, note, expected });
    if (result.ok) revalidatePath(`/policies/${policy}`, "layout");
    return result;
  },
);
