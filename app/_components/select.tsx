"use client";

import { Check, ChevronDown } from "lucide-react";
import { Select as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./class-names";
import { useLandmark } from "./use-landmark";

export interface SelectOption {
  value: string;
  label: string;
  /** Quieter text after the label. */
  note?: string;
  disabled?: boolean;
}

interface SelectProps {
  /** Name of the control for a screen reader, and what stands before the value where `prefix` is set. */
  label: string;
  /** Shows the label inside the control, as in "Baseline v1". */
  prefix?: boolean;
  value: string;
  onChange: (value: string) => void;
  options: readonly SelectOption[];
  placeholder?: ReactNode;
  disabled?: boolean;
  id?: string;
  className?: string;
  "aria-describedby"?: string;
  "aria-invalid"?: boolean;
}

/** One of a few; the chosen option's note stands beside it. An option's value may be the empty string. */
export function Select({ label, prefix, value, onChange, options, placeholder, disabled, className, ...rest }: SelectProps) {
  const chosen = options.find((option) => option.value === value);
  const landmark = useLandmark<HTMLButtonElement>();
  return (
    <Radix.Root
      onOpenChange={landmark.onOpenChange}
      value={chosen === undefined ? "" : encode(value)}
      onValueChange={(next) => onChange(decode(next))}
      disabled={disabled}
    >
      <Radix.Trigger
        {...rest}
        ref={landmark.trigger}
        aria-label={prefix ? `${label}: ${chosen?.label ?? "none"}` : label}
        className={cn(
          "inline-flex h-7.5 min-w-0 items-center gap-1.5 rounded-md border border-line bg-card px-2.5 text-left hover:border-edge disabled:opacity-55 aria-invalid:border-down",
          className,
        )}
      >
        {prefix ? <span className="text-mute">{label}</span> : null}
        <span className="min-w-0 flex-1 truncate" title={chosen?.label}>
          <Radix.Value placeholder={<span className="text-faint">{placeholder ?? "Choose"}</span>}>
            {chosen ? <OptionText option={chosen} strong={prefix} /> : undefined}
          </Radix.Value>
        </span>
        <Radix.Icon asChild>
          <ChevronDown className="size-3.5 shrink-0 text-mute" aria-hidden />
        </Radix.Icon>
      </Radix.Trigger>
      <Radix.Portal container={landmark.container}>
        <Radix.Content
          position="popper"
          sideOffset={4}
          collisionPadding={8}
          className="z-50 max-h-[min(380px,var(--radix-select-content-available-height))] min-w-(--radix-select-trigger-width) overflow-hidden rounded-md border border-line bg-card shadow-pop"
        >
          <Radix.Viewport className="p-1">
            {options.map((option) => (
              <Radix.Item
                key={option.value}
                value={encode(option.value)}
                disabled={option.disabled}
                className="flex cursor-default items-center gap-2 rounded-sm py-1.5 pr-3 pl-7 outline-none select-none data-disabled:opacity-50 data-highlighted:bg-soft [&:has([data-tick])]:pl-2"
              >
                <Radix.ItemIndicator data-tick>
                  <Check className="size-3.5 text-accent" aria-hidden />
                </Radix.ItemIndicator>
                <Radix.ItemText>
                  <OptionText option={option} />
                </Radix.ItemText>
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function OptionText({ option, strong }: { option: SelectOption; strong?: boolean }) {
  return (
    <>
      <span className={cn(strong && "font-semibold")}>{option.label}</span>
      {option.note ? <span className="ml-1.5 text-faint">{option.note}</span> : null}
    </>
  );
}

/** Radix takes the empty string for "nothing chosen", so values carry a mark. */
function encode(value: string): string {
  return `=${value}`;
}
function decode(value: string): string {
  return value.slice(1);
}
