"use client";

import { Download } from "lucide-react";
import { useRouter } from "next/navigation";
import { useOptimistic, useTransition } from "react";
import { cn } from "../../../../_components/class-names";
import { countOf } from "../../../../_components/format";
import { Select } from "../../../../_components/select";
import { Spinner } from "../../../../_components/spinner";

interface Chosen {
  version: number | null;
  format: string | null;
  /** The empty string: without fixtures. */
  fixtures: string;
}

interface ExportPickerProps {
  policy: string;
  chosen: Chosen;
  versions: readonly { number: number; note: string }[];
  formats: readonly { name: string; title: string }[];
  sets: readonly { name: string; title: string; fixtures: number }[];
}

/** What to export; the choice is in the URL. */
export function ExportPicker({ policy, chosen, versions, formats, sets }: ExportPickerProps) {
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  const [shown, show] = useOptimistic(chosen);
  const choose = (part: Partial<Chosen>) => {
    const next = { ...shown, ...part };
    const query = new URLSearchParams({ version: String(next.version ?? ""), format: next.format ?? "", fixtures: next.fixtures });
    startTransition(() => {
      show(next);
      router.replace(`/policies/${policy}/export?${query}`, { scroll: false });
    });
  };
  return (
    <div className="mb-3 flex flex-wrap items-center gap-2">
      <Select
        prefix
        label="Version"
        className="max-w-72"
        value={String(shown.version ?? "")}
        onChange={(version) => choose({ version: Number(version) })}
        options={versions.map(({ number, note }) => ({
          value: String(number),
          label: `v${number}`,
          note: note.length > 48 ? `${note.slice(0, 47)}…` : note,
        }))}
      />
      <Select
        prefix
        label="as"
        value={shown.format ?? ""}
        onChange={(format) => choose({ format })}
        options={formats.map(({ name, title }) => ({ value: name, label: title }))}
      />
      <Select
        prefix
        label="tested with"
        className="max-w-96"
        value={shown.fixtures}
        onChange={(fixtures) => choose({ fixtures })}
        options={[
          ...sets.map(({ name, title, fixtures }) => ({ value: name, label: title, note: countOf(fixtures, "fixture") })),
          { value: "", label: "boundaries only", note: "no fixture set" },
        ]}
      />
      {pending ? <Spinner words="Exporting…" className="animate-late" /> : null}
      <span className="ml-auto" />
      <DownloadLink policy={policy} chosen={chosen} disabled={pending || chosen.version === null || chosen.format === null} />
    </div>
  );
}

function DownloadLink({ policy, chosen, disabled }: { policy: string; chosen: Chosen; disabled: boolean }) {
  const query = new URLSearchParams({ format: chosen.format ?? "", ...(chosen.fixtures && { fixtures: chosen.fixtures }) });
  return (
    <a
      href={disabled ? undefined : `/api/policies/${policy}/versions/${chosen.version}/export?${query}`}
      aria-disabled={disabled}
      download
      className={cn(
        "inline-flex h-7.5 items-center gap-1.5 rounded-md border border-accent bg-accent px-2.75 font-medium text-on-accent hover:bg-accent-strong [&_svg]:size-3.5",
        disabled && "pointer-events-none opacity-55",
      )}
    >
      <Download aria-hidden /> Download zip
    </a>
  );
}
