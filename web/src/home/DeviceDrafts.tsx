export function DeviceDrafts() {
  return null;
}
