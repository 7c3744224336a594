import { z } from "zod";

/** A text that says something. */
export const text = z.string().min(1, "it must not be empty");
