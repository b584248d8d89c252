import { isStorageFault } from '../../database/storage-fault.js';
import { BoundedMap } from '../../kernel/bounded-map.js';

/** Enough for every realm that is asked about; public documents alone are kept. */
const REALMS = 1024;

/** Answers with what was read last, but only while the database cannot be read. */
export class LastGoodCopy<Document> {
  private readonly copies = new BoundedMap<string, Document>(REALMS);

  async of(realmName: string, read: () => Promise<Document>): Promise<Document> {
    try {
      const document = await read();
      this.copies.set(realmName, document);
      return document;
    } catch (error) {
      return this.standIn(realmName, error);
    }
  }

  /** A realm that is gone or disabled leaves no copy behind. */
  private standIn(realmName: string, error: unknown): Document {
    const down = isStorageFault(error);
    if (!down) this.copies.delete(realmName);
    const copy = down ? this.copies.get(realmName) : undefined;
    if (copy === undefined) throw error;
    return copy;
  }
}
