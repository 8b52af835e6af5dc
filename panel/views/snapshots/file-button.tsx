export interface FileButtonProps {
  readonly label: string;
  readonly primary?: boolean;
  open(files: readonly File[]): void;
}

/** Chooses snapshot files. */
export function FileButton({ label, primary = false, open }: FileButtonProps) {
  return (
    <label class={`button button--file ${primary ? 'button--primary' : ''}`}>
      {label}
      <input
        type="file"
        multiple
        class="button__file"
        data-testid="snapshot-input"
        accept=".heapsnapshot,.json,.gz"
        onChange={({ currentTarget }) => {
          open([...(currentTarget.files ?? [])]);
          // The same file chosen again is opened again.
          currentTarget.value = '';
        }}
      />
    </label>
  );
}
