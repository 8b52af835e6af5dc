export interface Question {
  readonly id: number;
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

export interface QueryResult {
  readonly rows: readonly unknown[];
  readonly rowCount: number;
}

/** The answer with id 0 comes first and says whether the database is open. `code`: of PostgreSQL, such as 23505. */
export type Answer =
  | { readonly id: number; readonly result: QueryResult }
  | { readonly id: number; readonly failure: { readonly message: string; readonly code: string | null } };
