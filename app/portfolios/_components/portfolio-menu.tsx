"use client";

import { Ellipsis, Pencil, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "../../_components/button";
import { ConfirmDialog } from "../../_components/confirm-dialog";
import { Dialog } from "../../_components/dialog";
import { Field, Input, Textarea } from "../../_components/field";
import { Menu, MenuItem, MenuSeparator } from "../../_components/menu";
import { useToast } from "../../_components/toast";
import { problemOf } from "./use-upload";

interface PortfolioMenuProps {
  portfolio: { id: string; title: string; description: string };
}

/** What can be done with a portfolio beside running on it. Its file and hash never change. */
export function PortfolioMenu({ portfolio }: PortfolioMenuProps) {
  const [open, setOpen] = useState<"edit" | "delete" | null>(null);
  return (
    <>
      <Menu
        trigger={
          <Button aria-label="Actions on the portfolio" className="w-7.5 px-0">
            <Ellipsis aria-hidden />
          </Button>
        }
      >
        <MenuItem onSelect={() => setOpen("edit")}>
          <Pencil aria-hidden /> Title and description…
        </MenuItem>
        <MenuSeparator />
        <MenuItem danger onSelect={() => setOpen("delete")}>
          <Trash2 aria-hidden /> Delete…
        </MenuItem>
      </Menu>
      {open === "edit" ? <EditDialog portfolio={portfolio} onClose={() => setOpen(null)} /> : null}
      {open === "delete" ? <DeleteDialog portfolio={portfolio} onClose={() => setOpen(null)} /> : null}
    </>
  );
}

/** Sends a change; null when it is done, else what is wrong. */
async function send(id: string, method: "PATCH" | "DELETE", body?: object): Promise<string | null> {
  try {
    const response = await fetch(`/api/portfolios/${id}`, {
      method,
      ...(body && { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
    });
    return response.ok ? null : problemOf(response.status, await response.text());
  } catch {
    return "the server did not answer; nothing was changed";
  }
}

function useSend(onDone: () => void) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const run = async (...change: Parameters<typeof send>) => {
    setBusy(true);
    setProblem(null);
    const failure = await send(...change);
    setBusy(false);
    if (failure === null) onDone();
    else setProblem(failure);
  };
  return { busy, problem, run };
}

function EditDialog({ portfolio, onClose }: PortfolioMenuProps & { onClose: () => void }) {
  const router = useRouter();
  const [title, setTitle] = useState(portfolio.title);
  const [description, setDescription] = useState(portfolio.description);
  const { busy, problem, run } = useSend(() => {
    onClose();
    router.refresh();
  });
  const valid = title.trim() !== "";
  const save = () => valid && void run(portfolio.id, "PATCH", { title: title.trim(), description: description.trim() });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Title and description"
      footer={
        <Button look="primary" disabled={busy || !valid} onClick={save}>
          {busy ? "Saving…" : "Save"}
        </Button>
      }
    >
      <form
        className="flex flex-col gap-3 pb-2"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <Field label="Title" required problem={valid ? undefined : "give it a title"}>
          {(control) => <Input {...control} maxLength={120} value={title} onChange={(event) => setTitle(event.target.value)} />}
        </Field>
        <Field label="Description" hint="whose borrowers, at which date, from which source">
          {(control) => (
            <Textarea {...control} rows={3} maxLength={2000} value={description} onChange={(event) => setDescription(event.target.value)} />
          )}
        </Field>
        <Problem text={problem} />
      </form>
    </Dialog>
  );
}

function DeleteDialog({ portfolio, onClose }: PortfolioMenuProps & { onClose: () => void }) {
  const router = useRouter();
  const toast = useToast();
  const { busy, problem, run } = useSend(() => {
    toast({ text: `${portfolio.title} deleted`, detail: "Its runs stay readable." });
    router.push("/portfolios");
    router.refresh();
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Delete ${portfolio.title}?`}
      description="Nothing new can run on it. Runs that were made on it stay, with their figures and files."
      confirm="Delete portfolio"
      danger
      busy={busy}
      onConfirm={() => void run(portfolio.id, "DELETE")}
    >
      <Problem text={problem} />
    </ConfirmDialog>
  );
}

function Problem({ text }: { text: string | null }) {
  return text === null ? null : (
    <p role="alert" className="text-down">
      {text}
    </p>
  );
}
