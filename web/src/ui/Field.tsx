import type { ComponentChildren, PartialInputHTMLAttributes } from "preact";
import { useId } from "preact/hooks";

import { t } from "../words/t.ts";
import { ErrorText } from "./ErrorText.tsx";

export interface FieldLooks {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  /** Said after the label; what is not optional is wanted. */
  optional?: boolean;
}

interface FrameProps extends FieldLooks {
  id: string;
  children: ComponentChildren;
}

/** Label above, control, then hint and error, tied together for a screen reader. */
export function FieldFrame({ id, label, hint, error, optional, children }: FrameProps) {
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {label}
        {optional === true && <span class="field-optional"> {t("ui.optional")}</span>}
      </label>
      {children}
      {hint !== undefined && hint !== "" && (
        <p class="secondary" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <ErrorText id={`${id}-error`} text={error} />
    </div>
  );
}

/** The ids of what describes a control, for aria-describedby. */
export function describedBy(id: string, looks: FieldLooks): string | undefined {
  const ids = [];
  if (looks.hint !== undefined && looks.hint !== "") ids.push(`${id}-hint`);
  if (looks.error !== undefined && looks.error !== "") ids.push(`${id}-error`);
  return ids.length === 0 ? undefined : ids.join(" ");
}

interface Props extends FieldLooks {
  value: string;
  onInput: (value: string) => void;
  onBlur?: () => void;
  name?: string;
  type?: "text" | "password" | "tel";
  inputMode?: "text" | "numeric" | "decimal" | "tel";
  autoComplete?: string;
  placeholder?: string;
  unit?: string;
  maxLength?: number;
  disabled?: boolean;
}

type Common = Omit<PartialInputHTMLAttributes<HTMLInputElement>, "type" | "role">;

// The type of an input decides which attributes it may have, so each is written out.
const INPUTS = {
  text: (common: Common) => <input type="text" {...common} />,
  tel: (common: Common) => <input type="tel" {...common} />,
  password: (common: Common) => <input type="password" {...common} />,
} as const;

export function Field(props: Props) {
  const id = useId();
  const wrong = props.error !== undefined && props.error !== "";
  const common: Common = {
    id,
    class: "control",
    name: props.name,
    inputMode: props.inputMode,
    autoComplete: props.autoComplete ?? "off",
    placeholder: props.placeholder,
    maxLength: props.maxLength,
    disabled: props.disabled,
    value: props.value,
    "aria-invalid": wrong ? ("true" as const) : undefined,
    "aria-describedby": describedBy(id, props),
    onInput: (event) => props.onInput(event.currentTarget.value),
    onBlur: () => props.onBlur?.(),
  };
  const input = INPUTS[props.type ?? "text"](common);
  return (
    <FieldFrame {...props} id={id}>
      {props.unit === undefined ? (
        input
      ) : (
        <div class="with-unit">
          {input}
          <span class="unit">{props.unit}</span>
        </div>
      )}
    </FieldFrame>
  );
}
