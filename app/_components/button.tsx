import { cva, type VariantProps } from "class-variance-authority";
import Link from "next/link";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./class-names";
import { Tooltip } from "./tooltip";

const button = cva(
  "inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md border whitespace-nowrap transition-colors select-none disabled:cursor-not-allowed disabled:opacity-55 [&_svg]:size-3.5 [&_svg]:shrink-0",
  {
    variants: {
      look: {
        plain: "border-line bg-card text-ink hover:border-edge hover:bg-bg",
        primary: "border-accent bg-accent font-medium text-on-accent hover:border-accent-strong hover:bg-accent-strong",
        danger: "border-down bg-card text-down hover:bg-downbg",
        ghost: "border-transparent bg-transparent text-mute hover:bg-soft hover:text-ink",
      },
      size: { small: "h-6.5 px-2 text-sm", medium: "h-7.5 px-2.75" },
    },
    defaultVariants: { look: "plain", size: "medium" },
  },
);

type Looks = VariantProps<typeof button>;

/** A button; `look` tells its weight: one `primary` a view, `danger` for what cannot be taken back. */
export function Button({ look, size, className, type = "button", ...rest }: ComponentProps<"button"> & Looks) {
  return <button type={type} className={cn(button({ look, size }), className)} {...rest} />;
}

/** A link that looks like a button. */
export function LinkButton({ look, size, className, ...rest }: ComponentProps<typeof Link> & Looks) {
  return <Link className={cn(button({ look, size }), className)} {...rest} />;
}

/** A button with an icon only; `label` is its name and its tooltip. */
export function IconButton({
  label,
  look = "ghost",
  size,
  className,
  children,
  ...rest
}: ComponentProps<"button"> & Looks & { label: string; children: ReactNode }) {
  return (
    <Tooltip text={label}>
      <Button
        look={look}
        size={size}
        aria-label={label}
        className={cn(size === "small" ? "w-6.5 px-0" : "w-7.5 px-0", className)}
        {...rest}
      >
        {children}
      </Button>
    </Tooltip>
  );
}
