/** Which build this is: the package's version and a hash of the sources that decide, put in when the bundle is made. */
declare const LIMEN_BUILD: string | undefined;

/** `source` outside of a bundle. */
export const BUILD: string = typeof LIMEN_BUILD === "string" ? LIMEN_BUILD : "source";
