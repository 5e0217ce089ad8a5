import { casesOf } from '../operator-cases.ts';
import { addCases } from './add.ts';

/** Random calls of every operator. */
export const operatorCases: readonly OperatorCases[] = [addCases];
