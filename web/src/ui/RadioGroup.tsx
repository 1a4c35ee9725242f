import { useId } from "preact/hooks";

import { ErrorText } from "./ErrorText.tsx";

export interface Choice<T extends string> {
  value: T;
  label: string;
  hint?: string;
  tone?: "bad";
}

interface Props<T extends string> {
  legend: string;
  value: T | null;
  options: readonly Choice<T>[];
  onChange: (value: T) => void;
  hint?: string;
  error?: string | undefined;
  column?: boolean;
}

/** Every choice visible, each a target of its own. */
export function RadioGroup<T extends string>(props: Props<T>) {
  const id = useId();
  return (
    <fieldset class="stack-tight" aria-describedby={props.error ? `${id}-error` : undefined}>
      <legend class="field-label">{props.legend}</legend>
      {props.hint !== undefined && <p class="secondary">{props.hint}</p>}
      <div class="choices" data-column={props.column === true}>
        {props.options.map((one) => (
          <label
            key={one.value}
            class="choice"
            data-chosen={one.value === props.value}
            data-tone={one.tone}
          >
            <input
              type="radio"
              name={id}
              value={one.value}
              checked={one.value === props.value}
              onChange={() => props.onChange(one.value)}
            />
            <span>
              {one.label}
              {one.hint !== undefined && <span class="secondary"> {one.hint}</span>}
            </span>
          </label>
        ))}
      </div>
      <ErrorText id={`${id}-error`} text={props.error} />
    </fieldset>
  );
}
