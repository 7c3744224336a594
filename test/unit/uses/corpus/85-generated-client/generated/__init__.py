# This file was generated. Do not edit.
