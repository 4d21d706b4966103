import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import { connection } from "next/server";
import type { ReactNode } from "react";
import "./globals.css";
import { cn } from "./_components/class-names";
import { Providers } from "./_components/providers";
import { Sidebar } from "./_components/shell/sidebar";
import { getPolicies } from "./_server/policies";
import { getPortfolios } from "./_server/portfolios";
import { getSession } from "./_server/session";

export const metadata: Metadata = {
  title: { default: "Limen", template: "%s · Limen" },
  description: "A workbench for credit limit policies: write rules, test them on borrowers, see whom a change moves.",
};

export const viewport: Viewport = { colorScheme: "light dark" };

export default async function RootLayout({ children }: { children: ReactNode }) {
  await connection();
  const [session, policies, portfolios] = await Promise.all([getSession(), getPolicies(), getPortfolios()]);
  return (
    <html
      lang="en"
      data-theme={session.theme === "system" ? undefined : session.theme}
      className={cn(GeistSans.variable, GeistMono.variable)}
      suppressHydrationWarning
    >
      <body>
        <Providers locale={session.locale}>
          <a
            href="#main"
            className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-accent focus:px-3 focus:py-1.5 focus:text-on-accent"
          >
            Skip to the page
          </a>
          <div className="grid h-dvh grid-cols-[216px_minmax(0,1fr)] max-md:grid-cols-1 max-md:grid-rows-[auto_minmax(0,1fr)]">
            <Sidebar
              session={session}
              policies={policies.map(({ name, title, latest }) => ({ name, title, latest }))}
              portfolios={portfolios.map(({ name, title, rows }) => ({ name, title, rows }))}
            />
            <main
              id="main"
              tabIndex={-1}
              className="relative flex min-h-0 min-w-0 flex-col overflow-y-auto pt-3.5 pr-2.5 pb-6 pl-5.5 outline-none max-md:pl-3.5 [scrollbar-gutter:stable]"
            >
              {children}
            </main>
          </div>
        </Providers>
      </body>
    </html>
  );
}
