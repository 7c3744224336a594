# Databricks notebook source
%pip install openai
import mlflow
