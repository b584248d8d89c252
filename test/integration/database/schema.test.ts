import { openTestDatabase, type TestNode } from '../../support/database.js';

describe('the migrations', () => {
  let node: TestNode;
  beforeAll(async () => {
    node = await openTestDatabase();
  });
  afterAll(() => node.close());

  it('leave the tables exactly as the entities describe them', async () => {
    const { upQueries } = await node.database.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });

  it('are undone and done again', async () => {
    await node.database.undoLastMigration();
    expect(await node.database.runMigrations()).toHaveLength(1);
  });
});
