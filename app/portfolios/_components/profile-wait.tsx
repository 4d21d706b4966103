"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { Spinner } from "../../_components/spinner";

const EVERY_MS = 1_500;

/** Stands where a profile will be, and looks for it until it is made. */
export function ProfileWait({ words = "Counting rows…" }: { words?: string }) {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => router.refresh(), EVERY_MS);
    return () => clearInterval(timer);
  }, [router]);
  return <Spinner words={words} />;
}
