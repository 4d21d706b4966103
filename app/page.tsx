import { redirect } from "next/navigation";

/** The policies are where everybody starts. */
export default function HomePage() {
  redirect("/policies");
}
