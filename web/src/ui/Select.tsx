import { useId } from "preact/hooks";

import { describedBy, FieldFrame, type FieldLooks } from "./Field.tsx";

export interface Option<T extends string> {
  value: T;
  label: string;
  disabled?: boolean;
}

interface Props<T extends string> extends FieldLooks {
  value: T;
  options: readonly Option<T>[];
  onChange: (value: T) => void;
  name?: string;
  disabled?: boolean;
}

export function Select<T extends string>(props: Props<T>) {
  const id = useId();
  const wrong = props.error !== undefined && props.error !== "";
  const choose = (value: string) => {
    const chosen = props.options.find((one) => one.value === value);
    if (chosen !== undefined) props.onChange(chosen.value);
  };
  return (
    <FieldFrame {...props} id={id}>
      <select
        id={id}
        class="control"
        name={props.name}
        value={props.value}
        disabled={props.disabled}
        aria-invalid={wrong ? "true" : undefined}
        aria-describedby={describedBy(id, props)}
        onChange={(event) => choose(event.currentTarget.value)}
      >
        {props.options.map((one) => (
          <option
            key={one.value}
            value={one.value}
            disabled={one.disabled}
            selected={one.value === props.value}
          >
            {one.label}
          </option>
        ))}
      </select>
    </FieldFrame>
  );
}
