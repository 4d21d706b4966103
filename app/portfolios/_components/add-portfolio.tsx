"use client";

import { Plus } from "lucide-react";
import { useRouter, useSearchParams } from "next/navigation";
import { useEffect, useState } from "react";
import { Button } from "../../_components/button";
import { cn } from "../../_components/class-names";
import { Dialog } from "../../_components/dialog";
import { Segmented } from "../../_components/segmented";
import { useToast } from "../../_components/toast";
import { replaceParams } from "../../_components/use-url-state";
import { RegisterForm } from "./register-form";
import { UploadForm } from "./upload-form";

type Way = "upload" | "register";

/** The ways to a new portfolio: a file of the reader's, or one that lies on the server. A file dropped anywhere on the page opens it. */
export function AddPortfolio({ taken }: { taken: readonly string[] }) {
  const router = useRouter();
  const toast = useToast();
  const given = useSearchParams().get("add");
  const way: Way | null = given === "upload" || given === "register" ? given : null;
  const [file, setFile] = useState<File | null>(null);
  const [busy, setBusy] = useState(false);
  const over = useDropAnywhere((dropped) => {
    setFile(dropped);
    replaceParams({ add: "upload" });
  }, way === null);
  const open = (next: Way | null) => replaceParams({ add: next });
  const done = (name: string) => {
    toast({ text: "Portfolio added", tone: "up" });
    router.push(`/portfolios/${name}`);
    router.refresh();
  };
  const choose = (next: Way) => {
    setFile(null);
    open(next);
  };
  return (
    <>
      <Button look="primary" onClick={() => choose("upload")}>
        <Plus aria-hidden /> Add a portfolio
      </Button>
      <div
        aria-hidden
        className={cn(
          "pointer-events-none fixed inset-3 z-30 hidden place-items-center rounded-lg border-2 border-dashed border-accent bg-soft/80 text-lg font-semibold text-accent",
          over && "grid",
        )}
      >
        Drop a CSV or Parquet file to add it as a portfolio
      </div>
      <Dialog
        open={way !== null}
        onOpenChange={(next) => !next && !busy && open(null)}
        title="Add a portfolio"
        description="A CSV or Parquet file of any size: one row a borrower, one column a fact."
      >
        <div className="flex flex-col gap-3.5 pb-2">
          <Segmented<Way>
            label="Where the file is"
            value={way ?? "upload"}
            onChange={(next) => !busy && choose(next)}
            options={[
              { value: "upload", label: "Upload a file" },
              { value: "register", label: "Register a file on the server" },
            ]}
            className="self-start"
          />
          {way === "register" ? (
            <RegisterForm taken={taken} onDone={done} onBusy={setBusy} />
          ) : (
            <UploadForm key={file?.name ?? ""} initial={file} taken={taken} onDone={done} onBusy={setBusy} />
          )}
        </div>
      </Dialog>
    </>
  );
}

/** Whether a file hangs over the page; a dropped one goes to `onDrop`. */
function useDropAnywhere(onDrop: (file: File) => void, enabled: boolean): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    if (!enabled) return;
    const isFile = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
    const hover = (event: DragEvent) => {
      if (!isFile(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => event.relatedTarget === null && setOver(false);
    const drop = (event: DragEvent) => {
      if (!isFile(event)) return;
      event.preventDefault();
      setOver(false);
      const file = event.dataTransfer?.files[0];
      if (file) onDrop(file);
    };
    window.addEventListener("dragover", hover);
    window.addEventListener("dragleave", leave);
    window.addEventListener("drop", drop);
    return () => {
      window.removeEventListener("dragover", hover);
      window.removeEventListener("dragleave", leave);
      window.removeEventListener("drop", drop);
    };
  }, [onDrop, enabled]);
  return over;
}
