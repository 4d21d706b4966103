/** The part of papaparse that the product uses; its published types would bring Node's and the DOM's names into `rules/`. */
declare module "papaparse" {
  export interface ParseError {
    readonly type: string;
    readonly code: string;
    readonly row?: number;
  }
  export interface ParseResult {
    readonly data: string[][];
    readonly errors: readonly ParseError[];
  }
  export interface ParseOptions {
    readonly delimiter: string;
    readonly newline: string;
  }
  export interface StreamOptions extends ParseOptions {
    /** Called with the whole rows of each piece of text, before the next piece is taken. */
    readonly chunk: (result: ParseResult) => void;
  }
  const Papa: {
    parse(text: string, options: ParseOptions): ParseResult;
    /** `input` is a readable stream of text. */
    parse(input: object, options: StreamOptions): void;
    unparse(
      table: { readonly fields: readonly string[]; readonly data: readonly (readonly string[])[] },
      options: { readonly newline: string },
    ): string;
  };
  export default Papa;
}
