interface Props {
  /** Said to those who cannot see it turn. */
  label?: string;
}

export function Spinner({ label }: Props) {
  if (label === undefined) return <span class="spinner" aria-hidden="true" />;
  return (
    <p class="row secondary" role="status">
      <span class="spinner" aria-hidden="true" />
      {label}
    </p>
  );
}
