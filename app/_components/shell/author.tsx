"use client";

import { UserRound } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "../button";
import { useCommands } from "../commands/commands";
import { Dialog } from "../dialog";
import { Field, Input } from "../field";
import { savePreference } from "./preference";

/** Whose name stands on versions and drafts, and the way to change it. */
export function Author({ author }: { author: string }) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState(author);
  const valid = name.trim() !== "" && name.trim().length <= 80;
  const save = () => {
    if (!valid) return;
    savePreference("limen-author", name.trim());
    setOpen(false);
    router.refresh();
  };
  const ask = () => {
    setName(author);
    setOpen(true);
  };
  useCommands(() => [{ id: "author", label: "Change your name…", group: "Preferences", note: author, run: ask }]);
  return (
    <>
      <button
        type="button"
        title="Change your name"
        className="flex items-center gap-2 rounded-md px-2 py-1.25 text-left text-mute hover:bg-bg hover:text-ink"
        onClick={ask}
      >
        <UserRound className="size-3.5 shrink-0" aria-hidden />
        <span className="truncate">{author}</span>
      </button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="Your name"
        description="It stands on the versions you save. Drafts are kept under it: another name has drafts of its own."
        width="small"
        footer={
          <Button look="primary" disabled={!valid} onClick={save}>
            Save name
          </Button>
        }
      >
        <form
          onSubmit={(event) => {
            event.preventDefault();
            save();
          }}
        >
          <Field label="Name" required problem={name.trim().length > 80 ? "at most 80 characters" : undefined}>
            {(control) => <Input {...control} value={name} onChange={(event) => setName(event.target.value)} />}
          </Field>
        </form>
      </Dialog>
    </>
  );
}
