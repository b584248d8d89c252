/** Lets Node run the TypeScript of this project as it is: for scripts that run outside of the test runner. */
import { register } from 'node:module';

register('./typescript-hooks.mjs', import.meta.url);
