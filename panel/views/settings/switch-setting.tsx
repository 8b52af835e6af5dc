interface SwitchSettingProps {
  readonly label: string;
  readonly testId: string;
  readonly on: boolean;
  /** What it does, below it. */
  readonly why: string;
  readonly onChange: (on: boolean) => void;
}

/** Something that is on or off. */
export function SwitchSetting({ label, testId, on, why, onChange }: SwitchSettingProps) {
  const id = `${testId}-why`;
  return (
    <>
      <label class="field field--row">
        <input
          type="checkbox"
          data-testid={testId}
          aria-describedby={id}
          checked={on}
          onChange={({ currentTarget }) => onChange(currentTarget.checked)}
        />
        <span>{label}</span>
      </label>
      <p id={id} class="card__note">
        {why}
      </p>
    </>
  );
}
