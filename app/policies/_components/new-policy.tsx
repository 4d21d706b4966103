"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "../../_components/button";
import { Dialog } from "../../_components/dialog";
import { ErrorState } from "../../_components/error-state";
import { Segmented } from "../../_components/segmented";
import { Spinner } from "../../_components/spinner";
import { useToast } from "../../_components/toast";
import { useUrlState } from "../../_components/use-url-state";
import { createPolicy } from "../actions";
import { BlankForm, blankProblems } from "./blank-form";
import { type BlankPolicy, blankPolicy } from "./blank-policy";
import { DocumentForm } from "./document-form";

type Failure = { title: string; detail: string };

/** The button and the dialog that make a policy, from a small working document or from one that is brought. */
export function NewPolicy() {
  const router = useRouter();
  const toast = useToast();
  const [way, setWay] = useUrlState("new");
  const [blank, setBlank] = useState<BlankPolicy>({ title: "", name: "", currency: "CNY", strategy: "strictest" });
  const [text, setText] = useState("");
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const fromDocument = way === "document";
  const close = () => {
    setWay(null);
    setFailure(null);
    setTried(false);
  };
  const create = async () => {
    setTried(true);
    if (fromDocument ? text.trim() === "" : Object.keys(blankProblems(blank)).length > 0) return;
    setBusy(true);
    setFailure(null);
    const result = await createPolicy({ text: fromDocument ? text : blankPolicy(blank), message: "First version" }).catch(() => null);
    setBusy(false);
    if (!result?.ok) return setFailure(failureOf(result));
    toast({ text: "Policy created", detail: "Its document is version 1.", tone: "up" });
    router.push(`/policies/${result.name}/edit`);
  };
  return (
    <>
      <Button look="primary" onClick={() => setWay("blank")}>
        <Plus aria-hidden /> New policy
      </Button>
      <Dialog
        open={way !== ""}
        onOpenChange={(open) => (open ? setWay("blank") : close())}
        title="New policy"
        description="It becomes version 1; nothing is in force until you publish it."
        width={fromDocument ? "large" : "medium"}
        footer={
          <>
            {busy ? <Spinner words="Creating the policy…" className="mr-auto" /> : null}
            <Button onClick={close}>Cancel</Button>
            <Button look="primary" disabled={busy} onClick={create}>
              Create policy
            </Button>
          </>
        }
      >
        <div className="flex flex-col gap-3 pb-2">
          <Segmented
            label="Start from"
            value={fromDocument ? "document" : "blank"}
            onChange={setWay}
            options={[
              { value: "blank", label: "Small working policy" },
              { value: "document", label: "A document" },
            ]}
            className="self-start"
          />
          {fromDocument ? (
            <DocumentForm text={text} onChange={setText} tried={tried} />
          ) : (
            <BlankForm value={blank} onChange={setBlank} tried={tried} onSubmit={create} />
          )}
          {failure ? <ErrorState title={failure.title}>{failure.detail}</ErrorState> : null}
        </div>
      </Dialog>
    </>
  );
}

type Result = Exclude<Awaited<ReturnType<typeof createPolicy>>, { ok: true }> | null;

function failureOf(result: Result): Failure {
  if (result === null)
    return { title: "The server could not be reached", detail: "Nothing was created. What you typed is still here: try again." };
  if (result.reason === "name-taken")
    return {
      title: "There is a policy of this name already",
      detail: "Give the document another `name`, or open that policy and save your document as its next version.",
    };
  if (result.reason === "invalid") {
    const first = result.problems.slice(0, 3).map(({ line, message }) => `line ${line}: ${message}`);
    return { title: "The document is not a valid policy", detail: first.join(" · ") };
  }
  if (result.reason === "invalid-input")
    return { title: "The policy could not be created", detail: result.problems.map(({ message }) => message).join(" · ") };
  return { title: "The policy could not be created", detail: result.message };
}
