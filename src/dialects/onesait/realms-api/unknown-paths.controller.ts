import { Delete, Get, Patch, Post, Put } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { RealmsApi } from './realms-api.decorator.js';
import { nothingThere } from './realms-api.errors.js';

const BELOW = '*';

/** Refuses in the form of the API what it does not have: methods, and the parts of the original that are left out. */
@RealmsApi()
@ApiExcludeController()
export class OnesaitRealmsUnknownPathsController {
  @Get(BELOW)
  get(): never {
    throw nothingThere();
  }

  @Post(BELOW)
  post(): never {
    throw nothingThere();
  }

  @Put(['', BELOW])
  put(): never {
    throw nothingThere();
  }

  @Patch(['', BELOW])
  patch(): never {
    throw nothingThere();
  }

  @Delete(['', BELOW])
  delete(): never {
    throw nothingThere();
  }
}
