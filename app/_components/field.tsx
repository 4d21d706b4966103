"use client";

import { Check } from "lucide-react";
import { Checkbox as RadixCheckbox } from "radix-ui";
import { type ComponentProps, type ReactNode, useId } from "react";
import { cn } from "./class-names";

interface FieldControl {
  id: string;
  "aria-describedby"?: string;
  "aria-invalid"?: boolean;
}

interface FieldProps {
  label: ReactNode;
  hint?: ReactNode;
  /** What is wrong and what to do; the control is marked invalid while it stands. */
  problem?: ReactNode;
  required?: boolean;
  className?: string;
  /** Gets what ties the control to its label, hint and problem; spread it on the control. */
  children: (control: FieldControl) => ReactNode;
}

/** A label, one control, and under it a hint or a problem. */
export function Field({ label, hint, problem, required, className, children }: FieldProps) {
  const id = useId();
  const note = problem ?? hint;
  return (
    <div className={cn("flex min-w-0 flex-col gap-1", className)}>
      <label htmlFor={id} className="font-medium">
        {label}
        {required ? null : <span className="ml-1.5 font-normal text-faint">optional</span>}
      </label>
      {children({ id, "aria-describedby": note ? `${id}-note` : undefined, "aria-invalid": problem ? true : undefined })}
      {note ? (
        <div id={`${id}-note`} role={problem ? "alert" : undefined} className={cn("text-sm", problem ? "text-down" : "text-faint")}>
          {note}
        </div>
      ) : null}
    </div>
  );
}

const INPUT =
  "min-w-0 rounded-md border border-edge bg-card px-2.5 text-ink hover:border-mute focus:border-accent focus:outline-none focus:ring-2 focus:ring-accent/25 disabled:opacity-55 aria-invalid:border-down";

export function Input({ className, numeric, ...rest }: ComponentProps<"input"> & { numeric?: boolean }) {
  return <input className={cn(INPUT, "h-7.5", numeric && "text-right", className)} autoComplete="off" {...rest} />;
}

export function Textarea({ className, code, ...rest }: ComponentProps<"textarea"> & { code?: boolean }) {
  return <textarea className={cn(INPUT, "py-1.5", code && "font-mono text-sm", className)} spellCheck={!code} {...rest} />;
}

/** A box with its label; the whole line is clickable. */
export function Checkbox({
  label,
  checked,
  onChange,
  disabled,
  className,
}: {
  label: ReactNode;
  checked: boolean | "indeterminate";
  onChange: (checked: boolean) => void;
  disabled?: boolean;
  className?: string;
}) {
  const id = useId();
  return (
    <span className={cn("inline-flex items-center gap-2", className)}>
      <CheckBox id={id} checked={checked} onChange={onChange} disabled={disabled} />
      <label htmlFor={id} className={cn(disabled && "opacity-55")}>
        {label}
      </label>
    </span>
  );
}

/** The bare box, for table rows; give it an `aria-label`. */
export function CheckBox({
  checked,
  onChange,
  className,
  ...rest
}: Omit<ComponentProps<typeof RadixCheckbox.Root>, "onChange" | "onCheckedChange"> & { onChange: (checked: boolean) => void }) {
  return (
    <RadixCheckbox.Root
      checked={checked}
      onCheckedChange={(next) => onChange(next === true)}
      className={cn(
        "flex size-4 shrink-0 items-center justify-center rounded-sm border border-edge bg-card disabled:opacity-55 data-[state=checked]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:border-accent",
        className,
      )}
      {...rest}
    >
      {/* Radix's own indicator asks for its style at once, which in a list of a thousand takes a second. */}
      {checked === "indeterminate" ? <span className="block h-0.5 w-2 bg-accent" /> : null}
      {checked === true ? <Check className="pointer-events-none size-3 text-on-accent" strokeWidth={3} aria-hidden /> : null}
    </RadixCheckbox.Root>
  );
}
