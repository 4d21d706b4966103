import { redirect } from "next/navigation";

/** A policy opens in its editor. */
export default async function PolicyPage({ params }: { params: Promise<{ policy: string }> }) {
  redirect(`/policies/${(await params).policy}/edit`);
}
