import { useId } from "preact/hooks";

import { describedBy, FieldFrame, type FieldLooks } from "./Field.tsx";

interface Props extends FieldLooks {
  value: string;
  onInput: (value: string) => void;
  onBlur?: () => void;
  name?: string;
  rows?: number;
  placeholder?: string;
  disabled?: boolean;
}

export function TextArea(props: Props) {
  const id = useId();
  const wrong = props.error !== undefined && props.error !== "";
  return (
    <FieldFrame {...props} id={id}>
      <textarea
        id={id}
        class="control"
        name={props.name}
        rows={props.rows ?? 3}
        placeholder={props.placeholder}
        disabled={props.disabled}
        value={props.value}
        aria-invalid={wrong ? "true" : undefined}
        aria-describedby={describedBy(id, props)}
        onInput={(event) => props.onInput(event.currentTarget.value)}
        onBlur={() => props.onBlur?.()}
      />
    </FieldFrame>
  );
}
