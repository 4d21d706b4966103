/** Reads of portfolios that several parts of one request need, each made once. */
import "server-only";
import { cache } from "react";
import { listPortfolios } from "#store";

/** Every living portfolio, for the sidebar and the pickers. */
export const getPortfolios = cache(listPortfolios);
