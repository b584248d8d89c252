/** Before each process, or each file that is loaded apart. */
import 'reflect-metadata';
import { drawFromSupply } from './rsa-supply.mjs';

drawFromSupply();
