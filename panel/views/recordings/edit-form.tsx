import { useEffect, useRef } from 'preact/hooks';
import { type EntryChanges, maxNameLength, maxNotesLength, type RecordingEntry } from '../../recordings/entry.ts';
import { en } from '../../strings/en.ts';

const text = en.recordings;

interface EditFormProps {
  readonly entry: RecordingEntry;
  readonly onSave: (changes: EntryChanges) => void;
  readonly onClose: () => void;
}

/** Name and notes of a recording. Enter saves, Escape leaves everything as it was. */
export function EditForm({ entry, onSave, onClose }: EditFormProps) {
  const name = useRef<HTMLInputElement>(null);
  const notes = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    name.current?.focus();
    name.current?.select();
  }, []);
  return (
    <form
      class="recording__edit"
      onSubmit={(event) => {
        event.preventDefault();
        onSave({ name: name.current?.value ?? '', notes: notes.current?.value ?? '' });
        onClose();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <label class="field">
        <span class="field__label">{text.name}</span>
        <input ref={name} type="text" maxLength={maxNameLength} defaultValue={entry.name} />
      </label>
      <label class="field">
        <span class="field__label">{text.notes}</span>
        <textarea ref={notes} rows={3} maxLength={maxNotesLength} defaultValue={entry.notes} />
      </label>
      <div class="recording__buttons">
        <button type="submit" class="button button--primary">
          {text.save}
        </button>
        <button type="button" class="button" onClick={onClose}>
          {text.cancel}
        </button>
      </div>
    </form>
  );
}
