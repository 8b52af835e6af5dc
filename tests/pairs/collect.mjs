// For `node --expose-gc --import`: makes a server collect regularly, so that a test of a minute sees the floors of an hour.
import { collectRegularly } from './collecting.mjs';

collectRegularly();
