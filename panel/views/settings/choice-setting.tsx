interface ChoiceSettingProps<T extends string> {
  readonly label: string;
  readonly testId: string;
  readonly value: T;
  readonly choices: readonly T[];
  readonly names: Readonly<Record<T, string>>;
  readonly onChoose: (choice: T) => void;
}

/** One of a few. */
export function ChoiceSetting<T extends string>(props: ChoiceSettingProps<T>) {
  const { label, testId, value, choices, names, onChoose } = props;
  return (
    <label class="field field--row">
      <span class="field__label">{label}</span>
      <select
        class="settings__choice"
        data-testid={testId}
        value={value}
        onChange={({ currentTarget }) => {
          const chosen = choices.find((choice) => choice === currentTarget.value);
          if (chosen !== undefined) onChoose(chosen);
        }}
      >
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {names[choice]}
          </option>
        ))}
      </select>
    </label>
  );
}
