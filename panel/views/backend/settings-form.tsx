import {
  configureBodySchema,
  type DetectorSettings,
  type SettingField,
  settingFields,
} from '@memory-plus/core/protocol/backend';
import { useSignal } from '@preact/signals';
import { type Issue, sayIssue } from '../../pairing/ask.ts';
import type { Backend } from '../../pairing/pairing.ts';
import { en } from '../../strings/en.ts';

const text = en.backend.admin;

/** The detector's settings as they are, from the schema that the server checks with. Only what was changed is sent. */
export function SettingsForm({ backend, close }: { backend: Backend; close: () => void }) {
  const settings = backend.details.value.leaks?.settings ?? null;
  const changes = useSignal<Partial<DetectorSettings>>({});
  const problem = useSignal('');
  if (!settings) return <p class="question">{text.settingsNone}</p>;
  const apply = () => {
    const parsed = configureBodySchema.safeParse(changes.value);
    if (!parsed.success) problem.value = sayProblem(parsed.error.issues);
    else if (Object.keys(changes.value).length === 0) problem.value = text.unchanged;
    else {
      close();
      void backend.admin.configure(changes.value);
    }
  };
  return (
    <form
      class="question question--form"
      aria-label={text.settings}
      data-testid="admin-settings"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        apply();
      }}
    >
      {settingFields.map((field) => (
        <Field
          key={field.name}
          field={field}
          value={changes.value[field.name] ?? settings[field.name]}
          change={(value) => {
            const { [field.name]: _, ...others } = changes.value;
            changes.value = value === settings[field.name] ? others : { ...others, [field.name]: value };
            problem.value = '';
          }}
        />
      ))}
      {problem.value && (
        <p class="field__problem" role="alert">
          {problem.value}
        </p>
      )}
      <button type="submit" class="button button--primary" data-testid="admin-settings-apply">
        {text.apply}
      </button>
      <button type="button" class="button" onClick={close}>
        {text.cancel}
      </button>
    </form>
  );
}

/** A number that is refused, with what would be taken. */
function sayProblem(issues: readonly Issue[]): string {
  const field = settingFields.find(({ name }) => name === issues[0]?.path[0]);
  if (field?.kind !== 'integer') return sayIssue(issues);
  return text.outside(text.names[field.name] ?? field.name, field.min, field.max);
}

interface FieldProps {
  readonly field: SettingField;
  readonly value: number | boolean;
  readonly change: (value: number | boolean) => void;
}

function Field({ field, value, change }: FieldProps) {
  const { name, help } = field;
  const id = `setting-${name}`;
  return (
    <div class="setting">
      {field.kind === 'flag' ? (
        <input
          type="checkbox"
          id={id}
          data-testid={id}
          checked={value === true}
          onChange={({ currentTarget }) => change(currentTarget.checked)}
        />
      ) : (
        <input
          type="number"
          id={id}
          data-testid={id}
          min={field.min}
          max={field.max}
          step={1}
          value={Number.isNaN(value) ? '' : Number(value)}
          onInput={({ currentTarget }) => change(currentTarget.valueAsNumber)}
        />
      )}
      <label for={id}>
        <b>{text.names[name] ?? name}</b> <span class="how">{text.help[name] ?? help}</span>
      </label>
    </div>
  );
}
