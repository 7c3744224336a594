import type { Rule } from "../types.js";
import { codePath } from "./codePath.js";
import { configKey } from "./configKey.js";
import { configMissing } from "./configMissing.js";
import { configMisuse } from "./configMisuse.js";
import {
  missingUserScope,
  undeclaredUse,
  undeclaredUserUse,
  unresolvedUse,
  unusedDeclaration,
} from "./declaredUses.js";
import { guardedSetModel } from "./guardedSetModel.js";
import { lateConfig } from "./lateConfig.js";
import { magicRequirement } from "./magicRequirement.js";
import { missingFile } from "./missingFile.js";
import { missingRequirement } from "./missingRequirement.js";
import { missingSetModel } from "./missingSetModel.js";
import { notebookGlobal } from "./notebookGlobal.js";
import { notReadRule } from "./notRead.js";
import { predictParameters } from "./predictParameters.js";
import { relativeImport } from "./relativeImport.js";
import { retrieverSchemaArguments } from "./retrieverSchemaArguments.js";
import { retrieverSchemaMissing } from "./retrieverSchemaMissing.js";
import { syntaxError } from "./syntaxError.js";
import { unknownInterface } from "./unknownInterface.js";
import { unusedIgnore } from "./unusedIgnore.js";
import { userClient } from "./userClient.js";
import { workingDirectory } from "./workingDirectory.js";
import { wrongSetModel } from "./wrongSetModel.js";

/** The rules, in the order of the documentation: first what MLflow needs, then what serving needs. */
export const rules: readonly Rule[] = [
  syntaxError,
  missingSetModel,
  guardedSetModel,
  wrongSetModel,
  unknownInterface,
  predictParameters,
  configMissing,
  configKey,
  configMisuse,
  lateConfig,
  codePath,
  relativeImport,
  missingRequirement,
  magicRequirement,
  notReadRule,
  missingFile,
  workingDirectory,
  notebookGlobal,
  userClient,
  undeclaredUse,
  undeclaredUserUse,
  missingUserScope,
  unresolvedUse,
  unusedDeclaration,
  retrieverSchemaArguments,
  retrieverSchemaMissing,
];

/** The rules, and the one about comments that ignore nothing, which looks at what the others found. */
export const allRules: readonly Rule[] = [...rules, unusedIgnore];
