import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { ACROSS_REALMS } from '../support/isolation.js';

const ROOT = process.cwd();
const ABSTRACT = 'RealmScopedRepository';

const filesBelow = (folder: string, ending: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(ROOT, folder, name));

const isHidden = (member: ts.ClassElement): boolean =>
  (ts.getCombinedModifierFlags(member) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) !== 0;

const isCallable = (member: ts.ClassElement): boolean =>
  ts.isMethodDeclaration(member) ||
  ts.isGetAccessor(member) ||
  (ts.isPropertyDeclaration(member) && member.initializer !== undefined && ts.isArrowFunction(member.initializer));

function publicMethods(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022, true);
  return source.statements
    .filter(ts.isClassDeclaration)
    .filter(({ name }) => name?.text.endsWith('Repository') && name.text !== ABSTRACT)
    .flatMap((type) =>
      type.members
        .filter((member) => isCallable(member) && !isHidden(member))
        .map((member) => `${type.name?.text}.${member.name?.getText()}`),
    );
}

const methods = filesBelow('src', '.repository.ts').flatMap(publicMethods);
const proofs = filesBelow('test/integration/isolation', '.test.ts').flatMap((file) =>
  [...readFileSync(file, 'utf8').matchAll(/isolates\(\s*['"`](\w+\.\w+)['"`]/g)].map(([, method]) => method as string),
);

describe('isolation of realms', () => {
  it('req 49: every public method of a repository has a proof that it keeps to its realm', () => {
    expect(methods.length).toBeGreaterThan(20);
    expect(methods.filter((method) => !proofs.includes(method) && !(method in ACROSS_REALMS))).toEqual([]);
  });

  it('has no proof, and no exception, for a method that does not exist or that has both', () => {
    expect(proofs.filter((method) => !methods.includes(method))).toEqual([]);
    const exceptions = Object.keys(ACROSS_REALMS);
    expect(exceptions.filter((method) => !methods.includes(method) || proofs.includes(method))).toEqual([]);
  });
});
