import { Icon } from "./Icon.tsx";

interface Props {
  id?: string;
  text: string | undefined;
}

export function ErrorText({ id, text }: Props) {
  if (text === undefined || text === "") return null;
  return (
    <p class="error-text" id={id}>
      <Icon name="alert" />
      <span>{text}</span>
    </p>
  );
}
