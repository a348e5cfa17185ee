import { describeCases } from "../support/run-case.ts";

describeCases([]);
