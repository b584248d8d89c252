export default async function teardown() {
  await globalThis.testMariaDb?.remove();
}
